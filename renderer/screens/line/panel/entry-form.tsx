import { useTranslation } from 'react-i18next'
import type { CatalogueField } from '../../../../core/engine/window/contract.ts'
import type { Tagged } from '../../../document/rename.ts'
import type { Entry, EntrySection } from '../../../document/view.ts'
import { Button } from '../../../parts/button.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { toggle } from '../editor/editor.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import { choicesOf } from './choices.ts'
import { FieldRow, useSought } from './field-row.tsx'
import styles from './panel.module.css'
import { TagField } from './tag-field.tsx'
import { unitsOf } from './units.ts'

export type ListedSection = Exclude<EntrySection, 'components'>

/** The word that tells one form of a section from the others. */
const variantOf = (section: ListedSection, { fields }: Entry, names: readonly string[]) =>
  section === 'loops' ? fields.kind : names.find((name) => names.length === 1 || name in fields)

const tagged: Partial<Record<ListedSection, Tagged>> = { signals: 'signal', controls: 'control', loops: 'loop' }

/** One entry of a section: its name and what it refers to, and its fields once it is opened. */
export function EntryForm({ section, entry }: { readonly section: ListedSection; readonly entry: Entry }) {
  const { editor, commands, catalogue, situation, problems } = useLine()
  const { t } = useTranslation('line')
  const path = `${section}.${entry.name}`
  const isOpen = useEditor(({ opened }) => opened.has(path))
  const head = useSought(path)
  const variants = catalogue.sections.find(({ name }) => name === section)?.variants ?? []
  const names = variants.map(({ name }) => name)
  const variant = variants.find(({ name }) => name === variantOf(section, entry, names)) ?? variants[0]
  const wrong = problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`)).length
  const own = problems.filter((problem) => problem.path === path)
  const kind: CatalogueField = { name: 'kind', text: '', units: [], required: true, choices: names }
  const rename = (to: string) => {
    toggle(editor, `${section}.${to}`, true)
    const role = tagged[section]
    if (role) commands.rename(role, entry.name, to)
    else commands.renameEntry([section, entry.name], to)
  }
  const rest = Object.entries(entry.fields).filter(([name]) => name !== 'kind')
  const isName = tagged[section] === undefined
  return (
    <li className={styles.entry}>
      <div className={styles.entryHead} ref={head}>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={isOpen}
          onClick={() => toggle(editor, path, !isOpen)}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          <strong>{entry.name}</strong>
          <span className={styles.summary}>
            {rest
              .slice(0, 3)
              .map(([, value]) => value)
              .join(' · ')}
          </span>
          {wrong > 0 && (
            <span className={styles.mark} title={t('problems', { count: wrong })}>
              ▲
            </span>
          )}
        </button>
        <Button
          look="quiet"
          aria-label={t('removeEntry', { name: entry.name })}
          onPress={() => commands.removeEntry([section, entry.name])}
        >
          <Icon name="close" size={13} />
        </Button>
      </div>
      {isOpen && (
        <div className={styles.form}>
          {own.map(({ message, remedy }) => (
            <p key={message} className={styles.problem}>
              {message} {remedy}
            </p>
          ))}
          <TagField
            tag={entry.name}
            spaces={isName}
            {...(isName && {
              isTaken: (name: string) => situation.document[section].some((other) => other.name === name),
            })}
            onRename={rename}
          />
          {section === 'loops' && (
            <FieldRow
              field={kind}
              path={`${path}.kind`}
              value={entry.fields.kind ?? ''}
              units={[]}
              onChange={(value) => commands.setField([section, entry.name, 'kind'], value)}
            />
          )}
          {variant?.fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              path={`${path}.${field.name}`}
              value={entry.fields[field.name] ?? ''}
              units={unitsOf(section, field, entry.fields, situation)}
              choices={choicesOf(section, field.name, situation)}
              onChange={(value) => commands.setField([section, entry.name, field.name], value)}
            />
          ))}
        </div>
      )}
    </li>
  )
}

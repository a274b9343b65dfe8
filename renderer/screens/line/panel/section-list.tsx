import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../parts/button.tsx'
import { toggle } from '../editor/editor.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import { EntryForm, type ListedSection } from './entry-form.tsx'
import { newEntry } from './new-entry.ts'
import styles from './panel.module.css'

interface FoldProps {
  readonly name: string
  readonly title: string
  /** Behind the title. */
  readonly count?: number
  /** Whether what stands at a path is shown in here. */
  holds?(path: string): boolean
  readonly children: ReactNode
}

/** A part of the panel that opens and closes; its problems are counted in its header. */
export function Fold({ name, title, count, holds, children }: FoldProps) {
  const { editor, problems } = useLine()
  const { t } = useTranslation('line')
  const isOpen = useEditor(({ opened }) => opened.has(name))
  const wrong = problems.filter(({ path }) => holds?.(path) ?? (path === name || path.startsWith(`${name}.`))).length
  return (
    <section className={styles.fold}>
      <h3>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={isOpen}
          onClick={() => toggle(editor, name, !isOpen)}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          {title}
          {count !== undefined && <span className={styles.count}>{count}</span>}
          {wrong > 0 && <span className={styles.mark}>▲ {t('problems', { count: wrong })}</span>}
        </button>
      </h3>
      {isOpen && children}
    </section>
  )
}

/** All entries of a section, with a way to add one of each form. */
export function SectionList({ section }: { readonly section: ListedSection }) {
  const { catalogue, commands, situation } = useLine()
  const { t } = useTranslation('line')
  const entries = situation.document[section]
  const variants = catalogue.sections.find(({ name }) => name === section)?.variants ?? []
  const add = (variant: string) => {
    const { name, fields } = newEntry(section, variant, situation)
    commands.addEntry(section, name, fields)
  }
  return (
    <Fold name={section} title={t(`section.${section}`)} count={entries.length}>
      {entries.length === 0 && <p className={styles.quiet}>{t(`none.${section}`)}</p>}
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <EntryForm key={entry.name} section={section} entry={entry} />
        ))}
      </ul>
      <div className={styles.adds}>
        {variants.map(({ name }) => (
          <Button key={name} onPress={() => add(name)}>
            + {t(`add.${name}`)}
          </Button>
        ))}
      </div>
    </Fold>
  )
}

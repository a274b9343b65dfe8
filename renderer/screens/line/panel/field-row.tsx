import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueField } from '../../../../core/engine/window/contract.ts'
import { useKindText } from '../editor/kind-text.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import styles from './panel.module.css'
import { splitUnit, withUnit } from './units.ts'

interface Props {
  readonly field: CatalogueField
  /** Of the field in the line file. */
  readonly path: string
  /** As it is written; empty where it is not. */
  readonly value: string
  readonly units: readonly string[]
  /** What fits, where that can be told. */
  readonly choices?: readonly string[] | undefined
  onChange(value: string): void
}

/** One field of the line file: what it is called, what is written, its unit, and what is wrong with it. */
export function FieldRow({ field, path, value, units, choices, onChange }: Props) {
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const problem = useLine().problems.find((each) => each.path === path)
  const row = useSought(path)
  const label = kindText.field(field)
  const described = `problem of ${path}`
  const control = choices ?? field.choices
  const shared = {
    'aria-label': label,
    'aria-invalid': problem !== undefined,
    'aria-describedby': problem === undefined ? undefined : described,
  }
  return (
    <div className={styles.row} ref={row} title={kindText.phrase(field.text)}>
      <span className={`${styles.label} ${field.required ? styles.required : ''}`} aria-hidden="true">
        {label}
      </span>
      {control === undefined ? (
        <Written {...shared} field={field} value={value} units={units} onChange={onChange} />
      ) : (
        <select {...shared} className={styles.input} value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{field.default ?? (field.required ? t('choose') : '–')}</option>
          {value !== '' && !control.includes(value) && <option value={value}>{value}</option>}
          {control.map((choice) => (
            <option key={choice} value={choice}>
              {field.choices === undefined ? choice : kindText.phrase(choice)}
            </option>
          ))}
        </select>
      )}
      {problem !== undefined && (
        <p className={styles.problem} id={described}>
          {problem.message} {problem.remedy}
        </p>
      )}
    </div>
  )
}

/** Stands for no unit at all: 0.9 is not 0.9 %. */
const bare = ''

/** What may stand behind a number; where it may be a share, a number alone is right as well. */
function unitsToOffer(units: readonly string[], own: string | undefined): readonly string[] {
  const all = own === undefined ? units : [...units, own]
  return [...new Set(units.includes('%') ? [...all, bare] : all)]
}

/** The default with its unit; one that stands for never is not shown. */
const shownDefault = ({ default: assumed = '' }: CatalogueField) => (Number.parseFloat(assumed) >= 1e9 ? '–' : assumed)

interface WrittenProps extends Pick<Props, 'field' | 'value' | 'units' | 'onChange'> {
  readonly 'aria-label': string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

/** A number with its unit beside it, or words. It is written when the engineer leaves it or presses Enter. */
function Written({ field, value, units, onChange, ...labels }: WrittenProps) {
  const { t, i18n } = useTranslation('line')
  const [amount, unit] = units.length === 0 ? [value, undefined] : splitUnit(value, units)
  const assumedUnit = splitUnit(field.default ?? '', units)[1]
  const [draft, setDraft] = useState(amount)
  // A unit may be chosen before there is a number.
  const [chosen, setChosen] = useState<string>()
  const own = value === '' ? (assumedUnit ?? units[0]) : (unit ?? bare)
  const shownUnit = chosen ?? own
  const offered = unitsToOffer(units, own)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was written elsewhere takes the place of what was chosen.
  useEffect(() => {
    setDraft(amount)
    setChosen(undefined)
  }, [value])
  const commit = (text: string, withIt = shownUnit) => {
    const written = withUnit(text, withIt === bare ? undefined : withIt, i18n.language === 'de')
    if (written !== value) onChange(written)
  }
  return (
    <span className={styles.written}>
      <input
        {...labels}
        className={styles.input}
        value={draft}
        placeholder={shownDefault(field)}
        spellCheck={false}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={() => commit(draft)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit(draft)
          if (key === 'Escape') setDraft(amount)
        }}
      />
      {offered.length > 1 ? (
        <select
          className={styles.unit}
          aria-label={t('unitOf', { field: labels['aria-label'] })}
          value={shownUnit}
          onChange={({ target }) => {
            setChosen(target.value)
            if (draft !== '') commit(draft, target.value)
          }}
        >
          {offered.map((each) => (
            <option key={each} value={each}>
              {each === bare ? '–' : each}
            </option>
          ))}
        </select>
      ) : (
        <span className={styles.unit}>{offered[0]}</span>
      )}
    </span>
  )
}

/** Focuses what can be written in an element when its path is sought. */
export function useSought(path: string) {
  const ref = useRef<HTMLDivElement>(null)
  const sought = useEditor(({ sought }) => (sought?.path === path ? sought : undefined))
  useEffect(() => {
    if (sought === undefined) return
    ref.current?.scrollIntoView({ block: 'nearest' })
    ref.current?.querySelector<HTMLElement>('input, select, button')?.focus()
  }, [sought])
  return ref
}

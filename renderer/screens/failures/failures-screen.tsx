import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DreamReport } from '../../../core/engine/contract.ts'
import type { LineProblem } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { kindsOf } from '../../document/kinds.ts'
import { viewLine } from '../../document/view.ts'
import { Choice } from '../../parts/choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Segments } from '../../parts/segments.tsx'
import { Table } from '../../parts/table.tsx'
import styles from './failures.module.css'
import { FileButtons } from './file-buttons.tsx'
import { useColumns } from './use-columns.tsx'
import { usePhrases } from './use-phrases.ts'
import { type FailureRow, holds, keptRows, worksheetOf } from './worksheet.ts'

const everything = 'everything'

const ofFailure = ({ path }: LineProblem) => path.startsWith('failures[')

/** What can fail on the line, in the columns of an FMEA worksheet. */
export default function FailuresScreen() {
  const { catalogue, engine, study, messages } = useApp()
  const { t } = useTranslation('failures')
  const name = useStore(study, ({ open }) => open?.name)
  const text = useStore(study, ({ text }) => text)
  const model = useStore(study, ({ model }) => model)
  // As text, so that a reading with the same problems is no news.
  const wrong = useStore(study, ({ reading }) => JSON.stringify(reading?.problems.filter(ofFailure) ?? []))
  const problems = useMemo(() => JSON.parse(wrong) as readonly LineProblem[], [wrong])
  const [filter, setFilter] = useState('')
  const [shown, setShown] = useState<'declared' | 'all'>('all')
  const [owner, setOwner] = useState(everything)
  const [report, setReport] = useState<DreamReport | null>(null)
  useEffect(() => {
    if (name !== undefined) engine.dreamReport({ study: name }).then(setReport).catch(messages.getState().fail)
  }, [engine, name, messages])

  const line = useMemo(() => viewLine(text), [text])
  const kinds = useMemo(() => kindsOf(catalogue), [catalogue])
  const phrase = usePhrases()
  const before = useRef<readonly FailureRow[]>([])
  const rows = useMemo(() => {
    before.current = keptRows(before.current, worksheetOf(line, catalogue, model, phrase))
    return before.current
  }, [line, catalogue, model, phrase])
  const columns = useColumns({ problems, kinds, report })
  const owners = [...new Set(rows.map(({ on }) => on))]
  const words = useDeferredValue(filter)
  const seen = useMemo(
    () =>
      rows.filter(
        (row) =>
          (shown === 'all' || row.place !== undefined) &&
          (owner === everything || owner === row.on) &&
          holds(row, words),
      ),
    [rows, shown, owner, words],
  )
  if (rows.length === 0) {
    return (
      <Empty title={t('nothing')}>
        <p>{t('nothingText')}</p>
      </Empty>
    )
  }
  return (
    <div className={styles.screen}>
      <div className={styles.tools}>
        <Field label={t('search')} value={filter} onChange={setFilter} type="search" />
        <Choice
          label={t('component')}
          value={owner}
          options={[everything, ...owners].map((value) => ({
            value,
            text: value === everything ? t('everyComponent') : value,
          }))}
          onChange={setOwner}
        />
        <Segments
          label={t('shown')}
          value={shown}
          options={(['all', 'declared'] as const).map((value) => ({ value, text: t(`shownIs.${value}`) }))}
          onChange={(value) => setShown(value)}
        />
        <span className={styles.count} role="status">
          {t('count', { count: line.failures.length, possible: rows.length })}
        </span>
        <span className={styles.space} />
        <FileButtons rows={rows} kinds={kinds} report={report} />
        {!line.whole && <strong className={styles.wrong}>{t('notWhole')}</strong>}
      </div>
      <Table label={t('title')} rows={seen} columns={columns} id={({ key }) => key} empty={t('noneFits')} />
    </div>
  )
}

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DreamReport } from '../../../core/engine/contract.ts'
import type { LineProblem } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { addFailure, setFailureField } from '../../document/fields.ts'
import type { Kinds } from '../../document/kinds.ts'
import { removeEntries } from '../../document/removal.ts'
import type { Column as TableColumn } from '../../parts/table.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { EditableCell } from './editable-cell.tsx'
import styles from './failures.module.css'
import { riskOf } from './risk.ts'
import { type Column, cellText, type FailureRow } from './worksheet.ts'

interface What {
  readonly problems: readonly LineProblem[]
  readonly kinds: Kinds
  readonly report: DreamReport | null
}

const widths: Record<Column, string> = { cause: '19%', effect: '19%', detection: '19%', rate: '7%', severity: '10%' }

/** The columns of the worksheet; what is written in their cells is written into the line. */
export function useColumns({ problems, kinds, report }: What): readonly TableColumn<FailureRow>[] {
  const { study } = useApp()
  const { t } = useTranslation('failures')
  const { number } = useFigures()
  return useMemo(() => {
    const edit = (change: (text: string) => string) => {
      const { text, edit } = study.getState()
      edit({ text: change(text) })
    }
    const problemOf = ({ place }: FailureRow, field?: Column) => {
      if (place === undefined) return undefined
      const path = `failures[${place}]${field === undefined ? '' : `.${field}`}`
      const found = problems.find((problem) => problem.path === path)
      return found && `${found.message} ${found.remedy}`
    }
    const declare = ({ on, mode, place }: FailureRow) =>
      edit((text) =>
        place === undefined ? addFailure(text, { on, mode }) : removeEntries(text, kinds, [['failures', place]]),
      )
    const write = (row: FailureRow, column: Column, value: string) => {
      const { place, usual } = row
      if (place === undefined) return
      // What the kind says anyway is not written down.
      edit((text) => setFailureField(text, place, column, value === usual[column] ? '' : value))
    }
    const written = (column: Column): TableColumn<FailureRow> => ({
      key: column,
      title: t(`column.${column}`),
      width: widths[column],
      value: (row) => (column === 'rate' ? row.perYear : cellText(row, column)),
      cell: (row) => (
        <EditableCell
          label={t('cell', { column: t(`column.${column}`), name: row.name })}
          value={row.written[column] ?? ''}
          usual={row.usual[column]}
          note={column === 'severity' ? row.measures : ''}
          long={column !== 'rate' && column !== 'severity'}
          locked={row.place === undefined || (column === 'severity' && row.measures === '')}
          error={problemOf(row, column)}
          onWrite={(value) => write(row, column, value)}
        />
      ),
    })
    const columns: TableColumn<FailureRow>[] = [
      {
        key: 'declared',
        title: t('column.declared'),
        value: ({ place }) => (place === undefined ? 1 : 0),
        cell: (row) => (
          <input
            type="checkbox"
            className={styles.tick}
            aria-label={t('declare', { name: row.name })}
            checked={row.place !== undefined}
            onChange={() => declare(row)}
          />
        ),
      },
      {
        key: 'component',
        title: t('column.component'),
        value: ({ on }) => on,
        cell: ({ on }) => <strong>{on}</strong>,
      },
      {
        key: 'mode',
        title: t('column.mode'),
        width: '12%',
        value: ({ mode, code, text }) => `${mode} ${code} ${text}`,
        cell: (row) => (
          <span className={styles.mode} title={row.text}>
            {row.mode} <code>{row.code}</code>
            {problemOf(row) && <span className={styles.wrong}>{problemOf(row)}</span>}
          </span>
        ),
      },
      ...(['cause', 'effect', 'detection', 'rate', 'severity'] as const).map(written),
    ]
    if (report === null) return columns
    const risk: TableColumn<FailureRow> = {
      key: 'risk',
      title: t('column.risk'),
      numeric: true,
      value: (row) => riskOf(report, row) ?? -1,
      cell: (row) => number(riskOf(report, row) ?? Number.NaN),
    }
    return [...columns, risk]
  }, [problems, kinds, report, study, t, number])
}

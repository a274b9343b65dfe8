import { useTranslation } from 'react-i18next'
import type { DreamReport } from '../../../core/engine/contract.ts'
import { Bar } from '../../parts/bar.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { useOccurrence } from '../shared/use-occurrence.ts'

type Failure = DreamReport['failures'][number]

/** Failure modes by the risk of all days on which they occur alone. */
export function FailureTable({ failures }: { readonly failures: readonly Failure[] }) {
  const { t } = useTranslation('dream')
  const figures = useFigures()
  const occurrence = useOccurrence()
  const most = Math.max(...failures.map(({ risk }) => risk), Number.MIN_VALUE)
  const columns: readonly Column<Failure>[] = [
    { key: 'name', title: t('failure'), value: ({ name }) => name },
    { key: 'code', title: t('code'), value: ({ code }) => code },
    {
      key: 'perYear',
      title: t('occurs'),
      value: ({ perYear }) => perYear,
      cell: ({ perYear }) => occurrence(perYear),
    },
    {
      key: 'cost',
      title: t('meanCost'),
      value: ({ meanCost }) => meanCost,
      cell: ({ meanCost }) => figures.number(meanCost),
      numeric: true,
    },
    {
      key: 'trips',
      title: t('tripShare'),
      value: ({ tripShare }) => tripShare,
      cell: ({ tripShare }) => figures.share(tripShare),
      numeric: true,
    },
    {
      key: 'risk',
      title: t('risk'),
      value: ({ risk }) => risk,
      cell: ({ risk }) => <Bar share={risk / most} text={figures.number(risk)} />,
      numeric: true,
      width: '26%',
    },
  ]
  return <Table label={t('failures')} rows={failures} columns={columns} id={({ name }) => name} />
}

import { useTranslation } from 'react-i18next'
import type { RankedScenario } from '../../../core/engine/contract.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { useOccurrence } from '../shared/use-occurrence.ts'
import styles from './dream.module.css'
import { minutesOutside } from './scenario-text.ts'
import type { Ranked } from './worst-of-each.ts'

interface Props {
  readonly ranked: readonly Ranked[]
  readonly filter: string
  readonly selected: string | undefined
  onSelect(id: string): void
  onOpen(scenario: RankedScenario): void
}

/** More goals than these are told of the selected scenario alone. */
const mostGoals = 2
/** Risks below this are all alike. */
const leastRisk = 0.001

/** Scenarios by risk, the worst first. */
export function ScenarioTable({ ranked, filter, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation('dream')
  const figures = useFigures()
  const occurrence = useOccurrence()
  const goals = ranked[0]?.scenario.consequence.goals.slice(0, mostGoals) ?? []
  const trip: Column<Ranked> = {
    key: 'trip',
    title: t('trip'),
    value: ({ scenario }) => (scenario.consequence.tripped ? 1 : 0),
    cell: ({ scenario }) => scenario.consequence.tripped && <strong className={styles.trip}>▲ {t('trips')}</strong>,
  }
  const columns: readonly Column<Ranked>[] = [
    { key: 'rank', title: t('rank'), value: ({ rank }) => rank, numeric: true, width: '44px' },
    {
      key: 'name',
      title: t('scenario'),
      value: ({ scenario }) => scenario.name,
      cell: ({ scenario }) => (
        <span className={styles.scenario}>
          {scenario.name}
          <small className={styles.faults}>
            {scenario.faults.map(({ onset, severity }) => `${onset} ${severity}`).join(' + ')}
          </small>
        </span>
      ),
    },
    {
      key: 'perYear',
      title: t('occurs'),
      value: ({ scenario }) => scenario.perYear,
      cell: ({ scenario }) => <span className={styles.occurs}>{occurrence(scenario.perYear)}</span>,
    },
    {
      key: 'risk',
      title: t('risk'),
      value: ({ scenario }) => scenario.risk,
      cell: ({ scenario: { risk } }) =>
        risk > 0 && risk < leastRisk ? `< ${figures.number(leastRisk)}` : figures.number(risk),
      numeric: true,
    },
    ...(ranked.some(({ scenario }) => scenario.consequence.tripped) ? [trip] : []),
    {
      key: 'outside',
      title: t('outside'),
      value: ({ scenario }) => minutesOutside(scenario),
      cell: ({ scenario }) => figures.number(minutesOutside(scenario)),
      numeric: true,
    },
    ...goals.map(
      ({ name, unit }, place): Column<Ranked> => ({
        key: `goal ${name}`,
        title: unit === '' ? name : `${name} (${unit})`,
        value: ({ scenario }) => scenario.consequence.goals[place]?.value ?? 0,
        cell: ({ scenario }) => figures.number(scenario.consequence.goals[place]?.value ?? 0),
        numeric: true,
      }),
    ),
  ]
  return (
    <Table
      label={t('ranked')}
      rows={ranked}
      columns={columns}
      id={({ scenario }) => scenario.id}
      filter={filter}
      selected={selected}
      onSelect={({ scenario }) => onSelect(scenario.id)}
      onOpen={({ scenario }) => onOpen(scenario)}
      empty={t('noneFits')}
    />
  )
}

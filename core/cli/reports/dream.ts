import type { Consequence, DreamReport, RankedScenario } from '../../engine/contract.ts'
import { formatNumber, formatShare } from '../number.ts'
import { formatCount } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { troublesSection } from './troubles.ts'
import { trustText } from './trust.ts'

const ranked = 15
const explained = 3

export function dreamReport(report: DreamReport, width: number): Section[] {
  const { run, dreams, scansPerSecond, ordinaryCost, scenarios, failures } = report
  const worst = firstOfEachName(scenarios)
  const shown = worst.slice(0, ranked)
  return [
    {
      title: `Dreams of rare faults (run ${run})`,
      body: [
        `${formatCount(dreams)} dreams at ${formatCount(scansPerSecond)} scans/s, under the line's own control.`,
        `An ordinary day costs ${formatNumber(ordinaryCost)}; risk is the cost above that, times occurrences a year.`,
        trustText(report),
      ].join('\n'),
    },
    ...tableSection(
      `The worst scenario of each combination of faults, by risk: the first ${shown.length} of ${formatCount(worst.length)}`,
      [
        right('#'),
        left('Scenario'),
        left('Severity'),
        right('Per year'),
        right('Cost'),
        right('Outside', 'min'),
        left('Trip'),
        right('Risk/year'),
      ],
      shown.map(({ rank, scenario: { name, faults, perYear, consequence, risk } }) => [
        String(rank),
        name,
        faults.map(({ severity }) => severity).join(' + '),
        formatNumber(perYear),
        formatNumber(consequence.cost),
        formatNumber(minutesOutside(consequence)),
        consequence.tripped ? 'yes' : 'no',
        formatNumber(risk),
      ]),
      width,
    ),
    ...worst.slice(0, explained).map(explain),
    ...tableSection(
      'Failure modes by risk, each alone',
      [left('Failure mode'), left('Code'), right('Per year'), right('Mean cost'), right('Trips'), right('Risk/year')],
      failures.map(({ name, code, perYear, meanCost, tripShare, risk }) => [
        name,
        code,
        formatNumber(perYear),
        formatNumber(meanCost),
        formatShare(tripShare),
        formatNumber(risk),
      ]),
      width,
    ),
    ...troublesSection(report),
  ]
}

/** Minutes outside all limits together. */
export const minutesOutside = ({ limits }: Consequence) =>
  limits.reduce((sum, { minutesOutside }) => sum + minutesOutside, 0)

interface Ranked {
  readonly rank: number
  readonly scenario: RankedScenario
}

/** The same faults at other severities unfold alike. */
const firstOfEachName = (scenarios: readonly RankedScenario[]): Ranked[] =>
  scenarios
    .map((scenario, index) => ({ rank: index + 1, scenario }))
    .filter(({ scenario: { name } }, index) => scenarios.findIndex((other) => other.name === name) === index)

function explain({ rank, scenario: { name, faults, consequence, chain } }: Ranked): Section {
  const crossed = consequence.limits.filter(({ minutesOutside, crossings }) => minutesOutside > 0 || crossings > 0)
  const lines = [
    ...faults.map(
      ({ failure, onset, severity }) => `Fault: ${[failure, severity].filter(Boolean).join(', ')}, at ${onset}`,
    ),
    ...chain.map((event, place) => `${place === 0 ? 'Chain: ' : '    →  '}${event}`),
    ...consequence.goals.map(
      (goal) => `Error:  ${goal.name} ${[formatNumber(goal.value), goal.unit].filter(Boolean).join(' ')} on average`,
    ),
    ...crossed.map(
      (limit) =>
        `Limit:  ${limit.name} exceeded for ${formatNumber(limit.minutesOutside)} min, ${times(limit.crossings)}`,
    ),
    ...(consequence.tripped ? ['The line trips.'] : []),
  ]
  return { title: `${rank}. ${name}`, body: lines.map((line) => `   ${line}`).join('\n') }
}

const times = (count: number) => (count === 1 ? 'once' : `${formatNumber(count)} times`)

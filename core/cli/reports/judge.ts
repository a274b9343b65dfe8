import type { ComparedWith, JudgeReport, Measure, WorstDay } from '../../engine/contract.ts'
import { formatChange, formatNumber, formatShare } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { minutesOutside } from './dream.ts'
import { trustText } from './trust.ts'

export function judgeReport(report: JudgeReport, width: number): Section[] {
  const { policy, run, scenarios, seed, controllers, faulty, faultFree, failures, worst, verdict, sentence } = report
  return [
    {
      title: `Policy ${policy} judged (run ${run})`,
      body: [
        `${formatCount(scenarios)} scenarios it never trained on, the same for every controller (seed ${seed}).`,
        'Lower costs are better. Head-room is the share of the baseline’s cost that the best of the others saves.',
        trustText(report),
        ...beyondText(report),
      ].join('\n'),
    },
    ...tableSection(
      'Controllers',
      [left('Name'), left('Description')],
      controllers.map(({ name, text }) => [name, text]),
      width,
    ),
    ...outcomes('With faults', controllers, 'faulty', width),
    ...outcomes('Without faults', controllers, 'faultFree', width),
    ...measures(
      'With faults, policy against baseline: mean a day, change and its 95 % interval',
      report.measures.faulty,
      width,
    ),
    ...measures('Without faults, the same', report.measures.faultFree, width),
    ...tableSection(
      'Cost by failure mode',
      [
        left('Failure mode'),
        right('Scenarios'),
        right('Baseline'),
        right('Rival'),
        right('Policy'),
        right('Oracle'),
        right('Head-room'),
      ],
      failures.map((failure) => [
        failure.name,
        formatCount(failure.scenarios),
        formatNumber(failure.baseline),
        formatNumber(failure.rival),
        formatNumber(failure.policy),
        formatNumber(failure.oracle),
        failure.hasHeadRoom ? formatShare(failure.headRoom) : 'none',
      ]),
      width,
    ),
    ...tableSection(
      'Policy against baseline by failure mode: change of cost',
      [left('Failure mode'), right('Change'), right('From'), right('To'), left('Verdict')],
      failures.map(({ name, verdict }) => [name, ...formatComparison(verdict), verdict.verdict]),
      width,
    ),
    ...(worst === undefined ? [] : worstDays(worst, width)),
    {
      title: `Verdict: ${verdict}`,
      body: [
        sentence,
        '',
        `With faults, against the baseline: ${faulty.baseline.sentence}`,
        `With faults, against the rival: ${faulty.rival.sentence}`,
        `Without faults, against the baseline: ${faultFree.baseline.sentence}`,
        `Without faults, against the rival: ${faultFree.rival.sentence}`,
      ].join('\n'),
    },
  ]
}

/** Which part of the days nobody knows to be so on the plant. */
const beyondText = ({ trust }: JudgeReport): string[] =>
  trust === undefined || trust.horizon >= trust.whole
    ? []
    : [
        `The days are judged whole: what happens after ${formatDuration(trust.horizon)}, ${formatShare(1 - trust.horizon / trust.whole)} of each, is beyond trust.`,
      ]

function outcomes(
  title: string,
  controllers: JudgeReport['controllers'],
  day: 'faulty' | 'faultFree',
  width: number,
): Section[] {
  const goals = controllers[0]?.[day].goals ?? []
  return tableSection(
    `${title}, means over the scenarios`,
    [
      left('Controller'),
      right('Cost'),
      ...goals.map(({ name, unit }) => right(name, unit)),
      right('Outside limits', 'min'),
      right('Trips'),
    ],
    controllers.map(({ name, [day]: outcome }) => [
      name,
      formatNumber(outcome.cost),
      ...goals.map((goal) =>
        formatNumber(outcome.goals.find((other) => other.name === goal.name)?.value ?? Number.NaN),
      ),
      formatNumber(minutesOutside(outcome)),
      formatShare(outcome.trips),
    ]),
    width,
  )
}

function measures(title: string, list: readonly Measure[], width: number): Section[] {
  return tableSection(
    title,
    [left('Measure'), left('Unit'), right('Baseline'), right('Policy'), right('Change'), right('From'), right('To')],
    list.map(({ name, unit, baseline, policy, change, interval }) => [
      name,
      unit,
      ...[baseline, policy, change, ...interval].map(formatNumber),
    ]),
    width,
  )
}

function worstDays({ dreams, noises, days }: NonNullable<JudgeReport['worst']>, width: number): Section[] {
  const [first] = days
  if (first === undefined) return []
  return [
    ...tableSection(
      `Worst days found for the policy: a search of ${formatCount(dreams)} dreams, each day then on ${noises} other noises`,
      [left('Faults'), right('Per year'), right('Policy'), right('Trips'), right('Baseline'), right('Trips')],
      days.map((day) => [
        faultsText(day),
        formatNumber(day.perYear),
        formatNumber(day.policy.cost),
        formatShare(day.policy.trips),
        formatNumber(day.baseline.cost),
        formatShare(day.baseline.trips),
      ]),
      width,
    ),
    ...chainSection(first),
  ]
}

const chainSection = ({ name, chain }: WorstDay): Section[] =>
  chain.length === 0 ? [] : [{ title: `What follows under the policy from ${name}`, body: chain.join('\n→ ') }]

/** When each fault begins, and how bad it is where it has degrees. */
const faultsText = ({ faults, written }: WorstDay) =>
  faults
    .map(({ failure, onset, severity }, place) =>
      [`${failure} at ${onset}`, ...(written[place]?.severity === undefined ? [] : [severity])].join(', '),
    )
    .join(' + ')

/** The change and its interval; too few scenarios leave that unbounded. */
const formatComparison = ({ relative, interval: [low, high] }: ComparedWith) => [relative, low, high].map(formatChange)

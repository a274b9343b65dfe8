import type { Estimate, RewardError } from '../../engine/contract/trust.ts'
import type { ReplayReport } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { troublesSection } from './troubles.ts'

export function replayReport(report: ReplayReport, width: number): Section[] {
  const { line, logs, rows, duration, kept, trust, signals } = report
  const horizons = spread(signals.flatMap(({ errorByHorizon }) => errorByHorizon.map(({ seconds }) => seconds)))
  return [
    {
      title: `${line} against ${logs.length === 1 ? 'its log' : `${logs.length} logs`}`,
      body: [`${formatCount(rows)} rows over ${duration}.`, trust.sentence].join('\n'),
    },
    ...tableSection(
      'Error of the dream',
      [left('Signal'), left('Unit'), right('RMSE'), right('Largest'), right('Tolerance'), right('Trust horizon')],
      signals.map(({ tag, unit, rmse, largest, tolerance, trustHorizon }) => [
        tag,
        unit,
        formatNumber(rmse),
        formatNumber(largest),
        formatNumber(tolerance),
        trustHorizon > 0 ? formatDuration(trustHorizon) : 'none',
      ]),
      width,
    ),
    ...tableSection(
      'RMSE by how far ahead the dream runs',
      [left('Signal'), left('Unit'), ...horizons.map((seconds) => right(formatDuration(seconds)))],
      horizons.length === 0
        ? []
        : signals.map(({ tag, unit, errorByHorizon }) => [
            tag,
            unit,
            ...horizons.map((horizon) => {
              const error = errorByHorizon.find(({ seconds }) => seconds === horizon)
              return error === undefined ? '–' : formatNumber(error.rmse)
            }),
          ]),
      width,
    ),
    ...transitionSection(report, width),
    ...rewardSection(report, width),
    ...boundSection(report),
    ...tableSection(
      'Logs: they are held out only where the model was not fitted to them',
      [left('Log'), right('Left out'), right('Compared'), right('Rows'), left('SHA-256')],
      logs.map(({ name, sha256, from, duration, rows }) => [
        name,
        from > 0 ? formatDuration(from) : 'nothing',
        formatDuration(duration),
        formatCount(rows),
        sha256.slice(0, 12),
      ]),
      width,
    ),
    ...(kept === undefined ? [] : [{ title: keptText(kept), body: '' }]),
    ...troublesSection(report),
  ]
}

/** ε_P */
function transitionSection({ transition, signals }: ReplayReport, width: number): Section[] {
  if (transition === undefined) {
    return [{ title: 'One scan ahead nothing can be told: the logs have fewer rows than scans.', body: '' }]
  }
  const percent = (share = Number.NaN) => formatNumber(100 * share)
  const row = (name: string, { value, interval }: Estimate) => [
    name,
    ...[value, interval?.[0], interval?.[1]].map(percent),
  ]
  return tableSection(
    `Error of the transition (ε_P): readings one scan ahead, RMS as a share of the range; noise alone makes ${percent(transition.noise)} %`,
    [left('Signal'), right('RMS', '%'), right('From', '%'), right('To', '%')],
    [
      ...signals.flatMap(({ tag, transition }) => (transition === undefined ? [] : [row(tag, transition)])),
      row('all of them', transition.all),
    ],
    width,
  )
}

/** ε_R */
function rewardSection({ reward, trust }: ReplayReport, width: number): Section[] {
  if (reward === undefined) return [{ title: 'No goal and no limit is on what these logs measure.', body: '' }]
  const row = (name: string, found: RewardError | undefined) => {
    if (found === undefined) return []
    const [from = Number.NaN, to = Number.NaN] = found.error.interval ?? []
    return [[name, ...[found.logged, found.dreamt, found.error.value, from, to].map(formatNumber)]]
  }
  const { unmeasured } = reward
  return [
    ...tableSection(
      'Error of the reward (ε_R): cost by the goals and limits, as logged and as dreamt, mean size of the difference',
      [left('Cost'), right('Logged'), right('Dreamt'), right('Error'), right('From'), right('To')],
      [...row('one scan ahead', reward.scan), ...row(`mean over ${formatDuration(trust.horizon)}`, reward.horizon)],
      width,
    ),
    ...(unmeasured.length === 0
      ? []
      : [
          {
            title: `Not measured by any signal of the logs, and not in these costs: ${unmeasured.join(', ')}.`,
            body: '',
          },
        ]),
  ]
}

const discount = 0.99

/**
 * What theory makes of such errors, as context. The policy that is best in a dream falls short of the best one by at most
 * 2·ε_R/(1 − γ) + 2·γ·R_max·ε_P/(1 − γ)², rewards being within 0 to R_max: the simulation lemma (Kearns and Singh, Machine
 * Learning 49, 2002), twice. Its errors are the worst over all states, ε_P a total variation of the next state's
 * distribution, which no log can measure.
 */
function boundSection({ transition }: ReplayReport): Section[] {
  if (transition === undefined) return []
  const ofReward = formatCount(2 / (1 - discount))
  const ofTransition = formatCount((2 * discount) / (1 - discount) ** 2)
  const body = [
    `At a discount of ${discount} a scan, theory bounds what a policy trained in dreams can lose by ${ofReward}·ε_R + ${ofTransition}·R_max·ε_P`,
    '(the simulation lemma, Kearns and Singh 2002; compare DreamGym, arXiv 2511.03773), with the worst of all states for',
    'both and another norm for ε_P. It says nothing useful by itself: go by the trust horizon.',
  ]
  return [{ title: 'For context', body: body.join('\n') }]
}

const keptText = (kept: number) =>
  kept === 0
    ? 'The replay has gained nothing: it has a log of this name already, or this one is slower than the scans.'
    : `The replay has gained ${formatCount(kept)} experiences, marked as real.`

const most = 6

/** At most six of the horizons, from the first to the last, each about as many times the one before. */
function spread(horizons: readonly number[]): number[] {
  const first = Math.min(...horizons)
  const ratio = Math.max(...horizons) / first
  const nearest = (wanted: number) =>
    horizons.reduce((best, horizon) => (Math.abs(horizon - wanted) < Math.abs(best - wanted) ? horizon : best), first)
  const chosen = Array.from({ length: most }, (_, place) => nearest(first * ratio ** (place / (most - 1))))
  return horizons.length === 0 ? [] : [...new Set(chosen)]
}

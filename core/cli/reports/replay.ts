import type { ReplayReport } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { troublesSection } from './troubles.ts'

export function replayReport(report: ReplayReport, width: number): Section[] {
  const { line, rows, duration, kept, signals } = report
  const horizons = spread(signals.flatMap(({ errorByHorizon }) => errorByHorizon.map(({ seconds }) => seconds)))
  return [
    { title: `${line} against its log`, body: `${formatCount(rows)} rows over ${duration}.` },
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
    ...(kept === undefined ? [] : [{ title: keptText(kept), body: '' }]),
    ...troublesSection(report),
  ]
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

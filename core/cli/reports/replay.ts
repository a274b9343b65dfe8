import type { ReplayReport } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

export function replayReport({ line, rows, duration, signals }: ReplayReport, width: number): Section[] {
  const horizons = [...new Set(signals.flatMap(({ errorByHorizon }) => errorByHorizon.map(({ seconds }) => seconds)))]
  horizons.sort((first, second) => first - second)
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
  ]
}

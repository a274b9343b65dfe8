import type { CalibrationReport, SignalFit } from '../../engine/contract/calibration.ts'
import { formatNumber } from '../number.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

export function calibrationReport(report: CalibrationReport, width: number): Section[] {
  const { line, parameters, together, fitted, heldOut = [], out } = report
  return [
    ...tableSection(
      `${line}, fitted to its logs`,
      [left('Parameter'), left('Unit'), right('Line file'), right('Fitted'), right('95 % interval'), left('The log')],
      parameters.map(({ name, unit, before, after, interval, isIdentified }) => [
        name,
        unit,
        formatNumber(before),
        formatNumber(after),
        interval.map(formatNumber).join(' to '),
        isIdentified ? 'tells it' : 'hardly tells it',
      ]),
      width,
    ),
    ...(together.length === 0
      ? []
      : [
          {
            title: 'Told only together: one of them may be off if the others are too',
            body: together.map((names) => `  ${names.join(', ')}`).join('\n'),
          },
        ]),
    ...errorSection('RMSE of free runs, on what was fitted', fitted, width),
    ...errorSection('RMSE of free runs, on what was held out', heldOut, width),
    ...(out === undefined ? [] : [{ title: `Written to ${out}.`, body: '' }]),
  ]
}

const errorSection = (title: string, errors: readonly SignalFit[], width: number) =>
  tableSection(
    title,
    [left('Signal'), left('Unit'), right('Line file'), right('Fitted')],
    errors.map(({ tag, unit, before, after }) => [tag, unit, ...[before, after].map(formatError)]),
    width,
  )

const formatError = (error: number | null) => (error === null ? '–' : formatNumber(error))

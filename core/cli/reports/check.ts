import type { LineSummary } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

/** What the line is, without its parts. */
export function lineHeading({ name, title, source, step, scan, horizon }: LineSummary): Section {
  const times = `Integrated every ${step}, controlled every ${scan}, dreamt ${horizon} ahead.`
  return {
    title: title === '' ? name : `${name}: ${title}`,
    body: source === '' ? times : `${times}\nSource: ${source}`,
  }
}

export function checkReport(line: LineSummary, width: number): Section[] {
  return [
    lineHeading(line),
    ...tableSection(
      'Components',
      [left('Tag'), left('Kind'), left('Description')],
      line.components.map(({ tag, kind, text }) => [tag, kind, text]),
      width,
    ),
    ...tableSection(
      'Signals',
      [left('Tag'), left('Measures'), left('Range'), left('Noise')],
      line.signals.map(({ tag, of, range, noise }) => [tag, of, range, noise]),
      width,
    ),
    ...tableSection(
      'Controls',
      [left('Tag'), left('Drives'), left('Range')],
      line.controls.map(({ tag, drives, range }) => [tag, drives, range]),
      width,
    ),
    ...tableSection(
      'Loops',
      [left('Tag'), left('Kind'), left('Description')],
      line.loops.map(({ tag, kind, text }) => [tag, kind, text]),
      width,
    ),
    ...tableSection(
      'Goals',
      [left('Name'), left('Description')],
      line.goals.map(({ name, text }) => [name, text]),
      width,
    ),
    ...tableSection(
      'Limits',
      [left('Name'), left('Description'), left('Trips the line')],
      line.limits.map(({ name, text, trip }) => [name, text, trip ? 'yes' : 'no']),
      width,
    ),
    ...tableSection(
      'Failure modes',
      [left('Name'), left('Code'), left('What happens'), left('Severity'), right('Per year')],
      line.failures.map(({ name, code, text, severity, perYear }) => [
        name,
        code,
        text,
        severity,
        formatNumber(perYear),
      ]),
      width,
    ),
    { title: `${line.name} has no mistakes.`, body: `File hash ${line.hash}` },
  ]
}

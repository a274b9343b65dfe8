import type { ImportedTagReport, ImportReport, MappingReport } from '../../engine/contract/import.ts'
import { formatNumber, formatShare } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { troublesSection } from './troubles.ts'

/** Which column is which tag, for the engineer to say yes or no to. */
export function mappingReport(report: MappingReport, width: number): Section[] {
  const { line, form, time, tags, ignored, doubts } = report
  const rows = form === 'wide' ? 'a row for each time' : 'a row for each value'
  const zone = time.zone === undefined ? '' : `, ${time.zone}`
  return [
    {
      title: `${line}: which column is which tag`,
      body: `The log has ${rows}; its times are ${time.column} (${time.format}${zone}).`,
    },
    ...tableSection(
      form === 'wide' ? 'Columns' : 'Tags of the log',
      [left('Tag'), left('Role'), left('In the log'), left('Unit'), right('First values'), left('')],
      tags.map(({ tag, role, column, unit, first }) => [
        tag,
        roleNames[role],
        column,
        unit,
        first === null ? 'none' : `${formatNumber(first.low)} to ${formatNumber(first.high)}`,
        first?.unit ?? '',
      ]),
      width,
    ),
    ...(ignored.length === 0 ? [] : [{ title: 'Ignored', body: listed(ignored) }]),
    ...(doubts.length === 0 ? [] : [{ title: 'Doubts', body: doubts.join('\n') }]),
  ]
}

/** The same where nobody is there to be asked. */
export const unconfirmedReport = (report: MappingReport, width: number): Section[] => [
  ...mappingReport(report, width),
  ...refusedReport(report),
]

export const refusedReport = ({ file }: MappingReport): Section[] => [
  { title: 'Nothing was written.', body: `--yes takes this as it is, and saves it as ${file} to be edited.` },
]

const roleNames = { signal: 'signal', control: 'control', setpoint: 'set point' }

const most = 20

const listed = (names: readonly string[]) =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`

export function importReport(report: ImportReport, width: number): Section[] {
  const { line, out, mapping, rows, scans, scan, from, duration, tags } = report
  const scansText = `${formatCount(scans)} scans of ${formatDuration(scan)}`
  return [
    {
      title: `${line}: ${formatCount(rows)} rows became ${scansText}`,
      body: `${out}, from ${from} over ${formatDuration(duration)}; columns by ${mapping}.`,
    },
    ...notesSection(report),
    ...tableSection(
      'Coverage',
      [left('Tag'), left('In the log'), right('Interval'), right('Measured'), right('Held'), right('Missing alone')],
      tags.map(({ tag, column, interval, measured, held, alone }) => [
        tag,
        column,
        interval === null ? '–' : formatDuration(interval),
        formatShare(measured),
        formatShare(held),
        `${formatCount(alone)} scans`,
      ]),
      width,
    ),
    ...tableSection(
      'Movement',
      [left('Tag'), left('Unit'), right('Moves'), right('Lowest'), right('Highest'), left('')],
      tags.map(({ tag, unit, moves, low, high, role }) => [
        tag,
        unit,
        formatCount(moves),
        formatNumber(low),
        formatNumber(high),
        moves === 0 && role !== 'signal' ? 'never moved: nothing can be learned of it' : '',
      ]),
      width,
    ),
    ...tableSection(
      'Bad values',
      [
        left('Tag'),
        right('Flagged'),
        right('Out of range'),
        right('Empty'),
        right('Text'),
        right('Duplicates'),
        left(''),
      ],
      tags.filter(hasBad).map(({ tag, bad, duplicates }) => [
        tag,
        formatCount(bad.flagged),
        formatCount(bad.outOfRange),
        formatCount(bad.empty),
        formatCount(bad.texts.reduce((sum, { count }) => sum + count, 0)),
        formatCount(duplicates),
        bad.texts
          .slice(0, 3)
          .map(({ text }) => text)
          .join(', '),
      ]),
      width,
    ),
    ...sensorsSection(tags),
    ...troublesSection(report),
  ]
}

const hasBad = ({ bad, duplicates }: ImportedTagReport) =>
  bad.flagged + bad.outOfRange + bad.empty + bad.texts.length + duplicates > 0

/** What is to be known of the times. */
function notesSection({ gaps, order, clock, swaps }: ImportReport): Section[] {
  const notes = [
    ...(gaps.count === 0
      ? []
      : [
          `${formatCount(gaps.count)} gaps, ${formatDuration(gaps.total)} in all, the longest ${formatDuration(gaps.longest)}, ${formatDuration(gaps.at)} in: no row stands there.`,
        ]),
    ...(order.sorted + order.dropped === 0
      ? []
      : [
          `${formatCount(order.sorted)} rows came late and were sorted; ${formatCount(order.dropped)} came too late and were dropped.`,
        ]),
    ...(clock.skipped === 0
      ? []
      : [
          `${formatCount(clock.skipped)} local times fall into the hour that clocks skip in spring: check the time zone.`,
        ]),
    ...(clock.repeated.length === 0
      ? []
      : [`The hour that comes twice in autumn begins again at line ${clock.repeated.slice(0, 5).join(', ')}.`]),
    ...swaps.map(([one, other]) => `${one} and ${other} look swapped: the values of each fit the other's range.`),
  ]
  return notes.length === 0 ? [] : [{ title: 'Times and order', body: notes.join('\n') }]
}

/** Share of values at an end of the range from which a sensor is worth a look. */
const clippedShare = 0.01

function sensorsSection(tags: readonly ImportedTagReport[]): Section[] {
  const notes = tags.flatMap(({ tag, role, still, clipped }) => [
    ...(still === null || role !== 'signal'
      ? []
      : [
          `${tag} did not change for ${formatDuration(still.duration)} while others moved, ${formatDuration(still.from)} in.`,
        ]),
    ...(role === 'signal' && clipped.low >= clippedShare
      ? [`${tag} is at the low end of its range ${formatShare(clipped.low)} of the time.`]
      : []),
    ...(role === 'signal' && clipped.high >= clippedShare
      ? [`${tag} is at the high end of its range ${formatShare(clipped.high)} of the time.`]
      : []),
  ])
  return notes.length === 0 ? [] : [{ title: 'Sensors to look at', body: notes.join('\n') }]
}

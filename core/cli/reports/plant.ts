import type {
  PlantAuditReport,
  PlantLook,
  PlantMapReport,
  PlantRunReport,
  PlantShadowReport,
  PlantTrustReport,
  PlantWatchReport,
  WrittenLog,
} from '../../engine/contract/plant.ts'
import { formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

/** One scan on one line of the terminal. */
export function lookLine({ time, mode, values, advice, withheld }: PlantLook): string {
  const shown = values.map(({ tag, value, unit, trouble }) => {
    const text = value === null ? '–' : `${formatNumber(value)} ${unit}`.trimEnd()
    return `${tag} ${text}${trouble === '' ? '' : ` [${trouble}]`}`
  })
  const wanted = advice?.map(({ name, value, unit }) => `${name} ${formatNumber(value)} ${unit}`.trimEnd())
  const parts = [`${formatNumber(time)} s`, ...(mode ? [mode] : []), shown.join('  ')]
  if (wanted) parts.push(`policy: ${wanted.join('  ')}`)
  else if (withheld !== undefined) parts.push(`policy: none, ${withheld}`)
  return parts.join('  |  ')
}

export const plantWatchReport = (report: PlantWatchReport): Section[] => [
  { title: `${report.line} at ${report.endpoint}`, body: watched(report).join('\n') },
]

const watched = ({ seconds, scans, missed, losses, log }: PlantWatchReport): readonly string[] => [
  `${formatCount(scans)} scans in ${formatDuration(seconds)}, ${formatCount(missed)} missed.`,
  ...(losses === 0 ? [] : [`The connection was lost ${losses === 1 ? 'once' : `${losses} times`}.`]),
  ...logLine(log),
]

const logLine = (log: WrittenLog | undefined): readonly string[] => {
  if (log === undefined) return []
  const gaps = log.gaps === 0 ? '' : `; ${formatCount(log.gaps)} left out for a value that could not be relied on`
  return [`${formatCount(log.rows)} rows in ${log.file}${gaps}.`]
}

export function plantShadowReport(report: PlantShadowReport, width: number): Section[] {
  const { policy, advised, withheld, computing } = report
  const times =
    computing === undefined
      ? []
      : [
          `It took ${formatNumber(computing.median)} ms for an advice (median), ${formatNumber(computing.longest)} at most.`,
        ]
  return [
    {
      title: `Policy ${policy} in the shadow of ${report.line} at ${report.endpoint}`,
      body: [...watched(report), `It gave advice in ${formatCount(advised)} scans.`, ...times].join('\n'),
    },
    ...tableSection(
      'Scans without advice',
      [left('Why'), right('Scans')],
      withheld.map(({ reason, scans }) => [reason, formatCount(scans)]),
      width,
    ),
  ]
}

export const plantRunReport = ({
  line,
  endpoint,
  policy,
  reason,
  scans,
  missed,
  writes,
  audit,
  log,
}: PlantRunReport): Section[] => [
  {
    title: `${line} at ${endpoint} has its own control back: ${reason}`,
    body: [
      `Policy ${policy} was in control for ${formatCount(scans)} scans, ${formatCount(missed)} missed.`,
      `${formatCount(writes)} writes, each in ${audit}.`,
      ...logLine(log),
    ].join('\n'),
  },
]

export const plantMapReport = ({ file, endpoint, found, missing }: PlantMapReport, width: number): Section[] => [
  {
    title: `${file}, guessed from ${endpoint}`,
    body: [
      'Check every node and unit before the first session.',
      ...(missing.length === 0 ? [] : [`Nothing was found for ${missing.join(', ')}.`]),
    ].join('\n'),
  },
  ...tableSection(
    'Nodes',
    [left('Place'), left('Node'), left('Name')],
    found.map(({ tag, node, exact }) => [tag, node, exact ? 'the same' : 'only alike']),
    width,
  ),
]

export const plantTrustReport = ({ folder, certificates }: PlantTrustReport, width: number): Section[] =>
  certificates.length === 0
    ? [{ title: `No certificate of a server has been seen yet (${folder})`, body: '' }]
    : tableSection(
        `Certificates in ${folder}`,
        [left('Thumbprint'), left('Trusted'), left('Valid to'), left('Subject')],
        certificates.map(({ thumbprint, trusted, validTo, subject }) => [
          thumbprint,
          trusted ? 'yes' : 'no',
          validTo,
          subject,
        ]),
        width,
      )

export const plantAuditReport = ({ file, lines, writes, last, broken }: PlantAuditReport): Section[] => [
  {
    title: broken ? `${file} is not as it was written` : `${file} is as it was written`,
    body: [
      ...(broken ? [`Line ${broken.line}: ${broken.problem}.`] : []),
      `${formatCount(lines)} lines, ${formatCount(writes)} writes.`,
      `SHA-256 of the last line: ${last}. Keep it elsewhere to see whether lines at the end are taken away.`,
    ].join('\n'),
  },
]

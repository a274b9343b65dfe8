import type { OfflineReport, OfflineStanding } from '../../engine/contract/offline.ts'
import { formatChange, formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

const names: Readonly<Record<OfflineStanding['control'], string>> = {
  own: "the line's own control",
  clone: 'behaviour cloning',
  'td3+bc': 'TD3+BC',
  model: 'in the model, near the clone',
}

export function offlineReport(report: OfflineReport, width: number): Section[] {
  const { run, policy, trainer, asked, recordings, loggedScans, seconds, before, after, cloneError, unmeasured } =
    report
  const change = before === 0 ? '' : ` (${formatChange((after - before) / before)} against the line's own control)`
  return [
    {
      title: `Policy ${policy} (run ${run})`,
      body: [
        `Learned from ${formatCount(loggedScans)} scans in ${formatCount(recordings)} unbroken parts of the log, in ${formatDuration(seconds)}.`,
        `Kept: ${names[trainer]}, with a score of ${formatNumber(after)}${change}; lower is better.`,
        ...(trainer === asked ? [] : [`Not kept: ${names[asked]}, which does not beat it.`]),
        `The clone differs from what was done in the log by ${formatNumber(100 * cloneError)} % of the range.`,
        ...(unmeasured.length === 0
          ? []
          : [`No signal measures ${unmeasured.join(', ')}: nothing of that is learned from the log.`]),
      ].join('\n'),
    },
    ...tableSection(
      `Mean cost of ${report.days} days dreamt in the model of the line; the judge has days of its own`,
      [left('Control'), right('Without faults'), right('With faults'), right('Score')],
      report.standings.map(({ control, ordinary, faulty, score }) => [
        names[control],
        formatNumber(ordinary),
        faulty === undefined ? '–' : formatNumber(faulty),
        formatNumber(score),
      ]),
      width,
    ),
    ...tableSection(
      "The line's own loops, tuned before the comparison",
      [left('Loop'), right('Gain'), right('Integral time')],
      report.tuning.map(({ loop, gain, integral }) => [loop, gain, integral]),
      width,
    ),
  ]
}

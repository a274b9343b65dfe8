import type { LearnReport } from '../../engine/contract/learn.ts'
import { formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

export function learnReport(report: LearnReport, width: number): Section[] {
  const { name, basis, scans, recordings, heldOut, members, errors, signals, level, file, hash, seconds } = report
  const without = basis === 'logs alone' ? 'Last reading' : 'Balances alone'
  const linear = basis === 'logs alone' ? 'Linear ARX' : 'Linear gap'
  return [
    {
      title: `${name}, learned from ${basis}`,
      body:
        `${formatCount(scans)} scans in ${formatCount(recordings)} recordings, ${heldOut.length} held out; ` +
        `fitted in ${formatDuration(seconds)}.`,
    },
    ...tableSection(
      'Error on what was held out, in standard deviations',
      [left('Ahead'), right(without), right(linear), right('Ensemble')],
      errors.map(({ seconds, persistence, arx, ensemble }) => [
        formatDuration(seconds),
        formatNumber(persistence),
        formatNumber(arx),
        formatNumber(ensemble),
      ]),
      width,
    ),
    ...tableSection(
      'How far ahead to trust it',
      [left('Signal'), left('Unit'), right('Tolerance'), right('Trust horizon')],
      signals.map(({ name, unit, tolerance, trustHorizon }) => [
        name,
        unit,
        formatNumber(tolerance),
        trustHorizon > 0 ? formatDuration(trustHorizon) : 'none',
      ]),
      width,
    ),
    ...tableSection(
      'Members',
      [left('Member'), right('A scan'), right('Horizon'), left('Kept')],
      members.map(({ oneScan, horizon, isKept }, index) => [
        String(index + 1),
        formatNumber(oneScan),
        formatNumber(horizon),
        isKept ? 'yes' : 'no',
      ]),
      width,
    ),
    {
      title: `A dream is cut where its members are more than ${formatNumber(level)} standard deviations apart.`,
      body: `${file}\nSHA-256 ${hash}`,
    },
  ]
}

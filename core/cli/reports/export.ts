import type { ExportReport } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import type { Section } from '../sections.ts'
import { trustText } from './trust.ts'

export function exportReport(report: ExportReport): Section[] {
  const { directory, files, openLoopDifference, closedLoopDifference, verified, override } = report
  return [
    ...(override === undefined ? [] : [{ title: override.toUpperCase(), body: '' }]),
    { title: `Written to ${directory}`, body: files.map((file) => `  ${file}`).join('\n') },
    { title: trustText(report), body: '' },
    {
      title: 'Largest difference between the exported block, run on the virtual PLC, and the policy that was judged',
      body: [
        `  open loop    ${formatNumber(openLoopDifference)}`,
        `  closed loop  ${formatNumber(closedLoopDifference)}`,
        verified ? '  within the tolerances' : '  BEYOND a tolerance: do not use this block; see manifest.json',
      ].join('\n'),
    },
  ]
}

import type { RunReport } from '../../engine/contract.ts'
import type { Section } from '../sections.ts'
import { lineHeading } from './check.ts'
import { dreamReport } from './dream.ts'
import { exportReport } from './export.ts'
import { judgeReport } from './judge.ts'
import { trainReport } from './train.ts'

export function runReport(report: RunReport, width: number): Section[] {
  const { study, check, dream, train, judge } = report
  return [
    lineHeading(check),
    ...dreamReport(dream, width),
    ...trainReport(train, width),
    ...judgeReport(judge, width),
    ...(report.export === undefined ? [] : exportReport(report.export)),
    { title: `Result: ${judge.verdict}`, body: result(report).join('\n') },
    { title: 'Study', body: study },
  ]
}

function result({ judge, export: exported }: RunReport): string[] {
  if (exported === undefined) return [judge.sentence, 'A policy that is worse than the baseline is not exported.']
  const { directory, files } = exported
  const isBlock = (file: string) => file.endsWith('.st') && !file.endsWith('-test.st')
  const evidence = files.filter((file) => !isBlock(file))
  return [
    judge.sentence,
    `In ${directory}:`,
    `  for the PLC  ${files.filter(isBlock).join(', ')}`,
    `  evidence     ${evidence.join(', ')}`,
  ]
}

import type { ReasonReport } from '../../engine/contract.ts'
import { formatCount } from '../progress.ts'
import type { Section } from '../sections.ts'

/** Whether nothing was proposed that fits the line. */
export const isEmpty = ({ additions }: Pick<ReasonReport, 'additions'>): boolean =>
  additions.failures.length + additions.scenarios.length === 0

export function reasonReport(report: ReasonReport): Section[] {
  const { line, model, reasoning, text, refusals, answers, tokens } = report
  const cost = `${answers === 1 ? 'One answer' : `${answers} answers`} of ${model}, ${formatCount(tokens)} tokens.`
  return [
    ...(reasoning === '' ? [] : [{ title: 'Reasoning', body: reasoning }]),
    ...(refusals.length === 0
      ? []
      : [{ title: `Refused: ${refusals.length}`, body: refusals.map(refusalText).join('\n') }]),
    isEmpty(report)
      ? {
          title: `Nothing was proposed that fits ${line}.`,
          body: `${cost}\nSay in a sentence what can happen, in other words, or name the tags.`,
        }
      : { title: `Proposed for ${line}, to be pasted into its file`, body: `${text}\n${cost}` },
  ]
}

const refusalText = ({ answer, reason }: ReasonReport['refusals'][number]) => `  answer ${answer}: ${reason}`

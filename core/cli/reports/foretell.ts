import type { ForetellReport } from '../../engine/contract.ts'
import { formatNumber, formatShare } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'
import { troublesSection } from './troubles.ts'

export function foretellReport(report: ForetellReport, width: number): Section[] {
  const { line, model, transitions, refusals, answers, tokens, kept } = report
  const signals = transitions[0]?.readings ?? []
  return [
    ...tableSection(
      `How ${model} sees ${line} go on, where the balances bear it out`,
      [left('After'), ...signals.map(({ name, unit }) => right(name, unit)), right('Off by, of what is allowed')],
      transitions.map(({ at, readings, departure }) => [
        formatDuration(at),
        ...readings.map(({ value }) => formatNumber(value)),
        formatShare(departure),
      ]),
      width,
    ),
    ...transitions.map(({ at, reasoning }) => ({ title: `Up to ${formatDuration(at)}`, body: reasoning })),
    ...(refusals.length === 0
      ? []
      : [{ title: `Refused: ${refusals.length}`, body: refusals.map(refusalText).join('\n') }]),
    {
      title:
        transitions.length === 0 ? 'Nothing that was foretold stands.' : `${transitions.length} transitions stand.`,
      body: [
        `${answers === 1 ? 'One answer' : `${answers} answers`} of ${model}, ${formatCount(tokens)} tokens.`,
        ...(kept === 0 ? [] : [`The replay has gained ${formatCount(kept)} experiences, marked as reasoned.`]),
      ].join('\n'),
    },
    ...troublesSection(report),
  ]
}

const refusalText = ({ transition, answer, reason }: ForetellReport['refusals'][number]) =>
  `  transition ${transition}, answer ${answer}: ${reason}`

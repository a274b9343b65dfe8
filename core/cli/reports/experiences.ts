import type { ExperienceReport, ExperiencesReport, Provenance } from '../../engine/contract.ts'
import { formatNumber } from '../number.ts'
import { formatCount, formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

const sources: Record<Provenance, string> = {
  real: 'the running line',
  causal: 'a dream by the balances',
  learned: 'a dream by the learned model',
  reasoned: 'a dream by a language model',
}

export function experiencesReport(report: ExperiencesReport, width: number): Section[] {
  const { line, provenances, latest, ofOtherVersions } = report
  const total = provenances.reduce((sum, { experiences }) => sum + experiences, 0)
  const others = `${formatCount(ofOtherVersions)} are of other versions of the line: kept, and not used with this one.`
  return [
    ...tableSection(
      `Experiences of ${line}`,
      [left('From'), right('Sequences'), right('Experiences')],
      provenances.map(({ provenance, sequences, experiences }) => [
        sources[provenance],
        formatCount(sequences),
        formatCount(experiences),
      ]),
      width,
    ),
    ...tableSection(
      'The latest',
      [left('Numbers'), left('Provenance'), left('What happens'), right('Round'), right('Value')],
      latest.map(({ first, last, provenance, happening, policyRound, value }) => [
        `${first} to ${last}`,
        provenance,
        happening,
        formatCount(policyRound),
        formatNumber(value),
      ]),
      width,
    ),
    {
      title:
        total === 0
          ? `The replay holds no experience of ${line} as it is written now.`
          : `${formatCount(total)} in all.`,
      body: ofOtherVersions === 0 ? '' : others,
    },
  ]
}

/** One experience as a chain: what it came from, the row, and the batches that used it. */
export function experienceReport(report: ExperienceReport, width: number): Section[] {
  const { line, id, sequence, provenance, policyRound, from, to, outcome, signals, controls, uses } = report
  const shown = (value: number | null) => (value === null ? 'not known' : formatNumber(value))
  const facts = [
    `From ${sources[provenance]}.`,
    `${formatDuration(from)} to ${formatDuration(to)} of the experiences ${sequence.join(' to ')}.`,
    policyRound === 0 ? "Under the line's own control." : `Under the policy of round ${policyRound}.`,
    outcome === null ? 'What it cost is not known.' : `Its share of the cost: ${formatNumber(outcome)}.`,
  ]
  return [
    { title: `Experience ${id} of ${line}`, body: facts.join('\n') },
    originSection(report),
    ...tableSection(
      'The row',
      [left('Tag'), right('State'), right('Control'), right('Next'), left('Unit')],
      [
        ...signals.map(({ name, unit, before, after }) => [name, shown(before), '', shown(after), unit]),
        ...controls.map(({ name, unit, value }) => [name, '', formatNumber(value), '', unit]),
      ],
      width,
    ),
    ...tableSection(
      'The batches that used it, to fit the learned model',
      [right('Run'), left('Half'), right('Times'), left('Batches')],
      [...Map.groupBy(uses, ({ run, isUniform }) => `${run} ${isUniform ? 'uniform' : 'balanced'}`)].map(
        ([key, some]) => [...key.split(' '), formatCount(some.length), rangesOf(some.map(({ round }) => round))],
      ),
      width,
    ),
    ...(uses.length === 0 ? [{ title: 'No batch is known that used it.', body: '' }] : []),
  ]
}

/** Whole numbers in order as '1 to 3, 5', however often each is there. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last !== undefined && number <= last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`)).join(', ')
}

function originSection({ provenance, happening, isTold, reasoning }: ExperienceReport): Section {
  if (provenance === 'reasoned')
    return {
      title: 'The text it came from',
      body: `The engineer: ${happening}\nThe language model:\n${reasoning}`,
    }
  const title = isTold ? 'What it came from, as it was told' : 'What it came from, by the chain of causes'
  return { title, body: `What happens: ${happening}.\n${reasoning}` }
}

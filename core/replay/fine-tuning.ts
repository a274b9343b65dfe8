import { clock } from '../dream/cause-text.ts'
import { lineText } from '../dream/reasoned/line-text.ts'
import type { Line } from '../line/line.ts'
import { quantityIn } from '../line/quantity.ts'
import type { RandomSource } from '../scenario/random.ts'
import { writeFault } from '../scenario/written.ts'
import type { Experience, KeptSequence } from './experience.ts'
import { reasoningOf } from './reasoning.ts'
import type { Replay, Similar } from './replay.ts'

export interface FineTuningRequest {
  readonly examples: number
  /** Scans of history before the one to predict. */
  readonly history: number
  /** Similar experiences of other sequences that each example shows. */
  readonly demonstrations: number
}

const task =
  'You foretell how a process line goes on. From the task, the history and similar experiences, write first why the signals ' +
  'move as they do over the next scan, then what each reads as it ends. Answer in JSON: {"reasoning": "...", "next": {tag: number}}, ' +
  'in the units of the line.'

/**
 * Examples for the supervised fine-tuning of a language model, one line of JSON each in the form that chat trainers take
 * (`{"messages": [{"role", "content"}, ...]}`), each ending in a newline: the line, a day with its faults, its history and
 * demonstrations as question; the reasoning and the next state as answer. Half of them are as the replay is, half show every
 * combination of faults equally often.
 */
export function* fineTuningExamples(
  line: Line,
  replay: Replay,
  { examples, history, demonstrations }: FineTuningRequest,
  random: RandomSource,
): Generator<string> {
  const system = `${task}\n\n${lineText(line)}`
  for (const { sequence, offset, experiences } of replay.draw({ windows: examples, scans: 1 }, random).windows) {
    const [experience] = experiences
    if (experience === undefined) continue
    const from = Math.max(0, offset - history)
    const past = replay.part(sequence, from, offset - from)
    const similar = replay.similar(experience, demonstrations, sequence)
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: questionOf(line, sequence, past, similar, experience) },
      { role: 'assistant', content: answerOf(line, sequence, experience) },
    ]
    yield `${JSON.stringify({ messages })}\n`
  }
}

function questionOf(
  line: Line,
  sequence: KeptSequence,
  past: readonly Experience[],
  similar: readonly Similar[],
  experience: Experience,
): string {
  const demonstrations = similar.map(({ experience, sequence }, index) => {
    return [
      `Similar experience ${index + 1} (${faultsText(line, sequence)}):`,
      situationText(line, experience),
      answerOf(line, sequence, experience),
    ].join('\n')
  })
  return [
    `Task: a day with ${faultsText(line, sequence)}.`,
    ...(past.length === 0 ? [] : [['History:', ...past.map((one) => situationText(line, one))].join('\n')]),
    ...demonstrations,
    `Now:\n${situationText(line, experience)}\nWhat do the signals read ${line.scan} s later?`,
  ].join('\n\n')
}

function answerOf(line: Line, { chain }: KeptSequence, experience: Experience): string {
  const next = line.signals.flatMap(({ tag, unit }, row) => {
    const value = experience.nextState[row] as number
    return Number.isNaN(value) ? [] : [[tag, quantityIn(value, unit)] as const]
  })
  return JSON.stringify({ reasoning: reasoningOf(line, chain, experience), next: Object.fromEntries(next) })
}

function situationText(line: Line, { scan, state, control }: Experience): string {
  const shown = (items: Line['signals'] | Line['controls'], values: Float32Array) =>
    items.flatMap(({ tag, unit }, row) => {
      const value = values[row] as number
      return Number.isNaN(value) ? [] : [`${tag} ${quantityIn(value, unit)} ${unit}`.trimEnd()]
    })
  return `${clock(scan * line.scan)} ${[...shown(line.signals, state), ...shown(line.controls, control)].join(', ')}`
}

function faultsText(line: Line, { scenario }: KeptSequence): string {
  if (scenario.faults.length === 0) return 'no fault that is known'
  return scenario.faults
    .map((fault) => {
      const { failure, severity, onset } = writeFault(line, fault)
      return `${failure}${severity === undefined ? '' : ` of ${severity}`} at ${onset}`
    })
    .join(' and ')
}

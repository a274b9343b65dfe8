import { type Prospect, questionOf, type Scene } from '../dream/reasoned/transition-text.ts'
import type { Line } from '../line/line.ts'
import { quantityIn } from '../line/quantity.ts'
import type { RandomSource } from '../scenario/random.ts'
import { demonstrationOf, demonstrationsOf, happeningText, isKnown } from './demonstration.ts'
import type { Experience, KeptSequence } from './experience.ts'
import type { Replay } from './replay.ts'

export interface FineTuningRequest {
  readonly examples: number
  /** Scans from the scene that an example ends with to what is to be foretold. */
  readonly scans: number
  /** Scenes that an example shows, the present one among them. */
  readonly history: number
  /** Similar experiences of other sequences that an example shows, at most. */
  readonly demonstrations: number
}

/**
 * Examples for the supervised fine-tuning of a language model, each a line of JSON in the form that chat trainers take,
 * `{"messages": [{"role", "content"}, ...]}` and a newline: the question that a reasoner is asked, and what came of it as
 * the answer. Half of them are as the replay is, half show every combination of faults equally often; those in which a signal
 * is not known are left out.
 */
export async function* fineTuningExamples(
  line: Line,
  replay: Replay,
  { examples, scans, history, demonstrations }: FineTuningRequest,
  random: RandomSource,
): AsyncGenerator<string> {
  for (const { sequence, offset, experiences } of replay.draw({ windows: examples, scans }, random).windows) {
    const from = Math.max(0, offset - history + 1)
    const past = replay.part(sequence, from, offset - from + 1)
    if (![...past, ...experiences].every(isKnown)) continue
    const prospect: Prospect = {
      happening: { text: happeningText(line, sequence), tags: tagsOf(line, sequence) },
      history: past.map((experience) => sceneOf(line, experience)),
      demonstrations: await demonstrationsOf(line, replay, past.at(-1) as Experience, {
        count: demonstrations,
        scans,
        without: sequence,
      }),
      interval: scans * line.scan,
    }
    const answer = { role: 'assistant', content: answerOf(line, sequence, experiences) }
    yield `${JSON.stringify({ messages: [...questionOf(line, prospect), answer] })}\n`
  }
}

function answerOf(line: Line, sequence: KeptSequence, ahead: readonly Experience[]): string {
  const { next, reasoning } = demonstrationOf(line, sequence, ahead)
  const readings = line.signals.map(({ tag, unit }, row) => [tag, quantityIn(next[row] as number, unit)] as const)
  return JSON.stringify({ reasoning, next: Object.fromEntries(readings) })
}

/** What fails, or on an ordinary day what is measured. */
function tagsOf(line: Line, { scenario }: KeptSequence): readonly string[] {
  const failing = line.failures.filter(({ name }) => scenario.faults.some(({ failure }) => failure === name))
  const tags = failing.length > 0 ? failing.map(({ on }) => on) : line.signals.map(({ of }) => of.component)
  return [...new Set(tags)]
}

const sceneOf = ({ scan: interval }: Line, { scan, state, control, fault }: Experience): Scene => ({
  at: scan * interval,
  reading: state,
  control,
  fault,
})

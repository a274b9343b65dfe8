import { closeSync, openSync, writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fineTuningExamples } from '../replay/fine-tuning.ts'
import { openReplay } from '../replay/replay.ts'
import { randomSource } from '../scenario/random.ts'
import { type Engine, EngineError } from './contract.ts'
import { assertSeed } from './seed.ts'
import { loadSource } from './source.ts'
import { inStudy } from './study-run.ts'

const usualExamples = 1000
/** What each example shows and asks for, as a reasoner is shown and asked it when it foretells. */
const form = { scans: 12, history: 6, demonstrations: 3 }

/** Writes examples for fine-tuning, JSON Lines, to a file that is not there yet. */
export const fineTuning: Engine['fineTuning'] = (
  { line: path, study, out, examples = usualExamples, seed = 1 },
  { onProgress, signal } = {},
) => {
  const { line, hash } = loadSource(path)
  assertSeed(seed)
  return inStudy(study, false, async (study) => {
    const replay = await openReplay(line, hash, study)
    const texts = fineTuningExamples(line, replay, { examples, ...form }, randomSource(seed))
    const first = await texts.next()
    if (first.done) {
      const message = 'The replay has nothing of this version of the line to make examples of.'
      throw new EngineError([{ message, remedy: 'Dream into the study first.', where: study.directory }])
    }
    const file = create(out)
    try {
      let written = 0
      for (let next: IteratorResult<string> = first; !next.done; next = await texts.next()) {
        signal?.throwIfAborted()
        writeSync(file, next.value)
        written++
        onProgress?.({ task: 'Writing examples', done: written, total: examples, unit: 'examples' })
        await setImmediate()
      }
      return { line: line.name, file: out, examples: written }
    } finally {
      closeSync(file)
    }
  })
}

function create(path: string): number {
  try {
    return openSync(path, 'wx')
  } catch {
    const remedy = 'Name a file that is not there yet, in a folder that may be written.'
    throw new EngineError([{ message: 'The examples cannot be written there.', remedy, where: path }])
  }
}

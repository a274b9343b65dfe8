import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { createObserver, type Observer } from '../dream/observer.ts'
import type { Line } from '../line/line.ts'
import { compilePlant, type Plant } from '../line/plant.ts'
import type { Study } from '../study/study.ts'
import { createPolicy, type Policy } from '../train/policy.ts'
import { shapeFor } from './budget.ts'
import type { OfflineTrainer } from './contract/offline.ts'
import { EngineError, type Trainer } from './contract.ts'
import { compileSource, type Source } from './source.ts'
import type { PolicyDescription } from './train.ts'
import { withGains } from './tuning.ts'

/** A policy on its line. */
export interface PolicySubject {
  readonly plant: Plant
  readonly observer: Observer
  readonly policy: Policy
  readonly loop: ClosedLoop
}

/** A trained policy and the line it belongs to, with the loops tuned as they were in training. */
export interface StoredPolicy extends PolicySubject {
  readonly id: number
  readonly trainer: Trainer | OfflineTrainer
  readonly source: Source
  readonly parameters: Float32Array
}

/** A policy of the study, the latest where none is named. Throws `EngineError` where there is none. */
export async function storedPolicy(study: Study, id?: number): Promise<StoredPolicy> {
  const saved = id === undefined ? study.latestPolicy() : study.policy(id)
  const text = saved && study.line(saved.lineHash)
  if (saved === undefined || text === undefined) {
    const problem =
      id === undefined
        ? { message: 'The study holds no trained policy.', remedy: 'Train one first.' }
        : { message: `The study holds no policy ${id}.`, remedy: 'Choose one of those it holds.' }
    throw new EngineError([{ ...problem, where: study.directory }])
  }
  const source = compileSource(text.text, `${text.name}.line.yaml`)
  const description = saved.description as unknown as PolicyDescription
  const subject = await policySubject(withGains(source.line, description.gains), description.trainer)
  return { id: saved.id, trainer: description.trainer, source, ...subject, parameters: saved.parameters }
}

/** The loop in which a trainer's policy acts on a line. */
export async function policySubject(line: Line, trainer: Trainer | OfflineTrainer): Promise<PolicySubject> {
  const plant = compilePlant(line)
  const observer = await createObserver(line)
  const policy = createPolicy(line, observer, shapeFor(trainer))
  return { plant, observer, policy, loop: closeLoop(plant, policy.controller) }
}

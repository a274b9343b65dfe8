import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { createObserver, type Observer } from '../dream/observer.ts'
import { compilePlant, type Plant } from '../line/plant.ts'
import type { Study } from '../study/study.ts'
import { createPolicy, type Policy } from '../train/policy.ts'
import { shapeFor } from './budget.ts'
import { EngineError } from './contract.ts'
import { compileSource, type Source } from './source.ts'
import type { PolicyDescription } from './train.ts'
import { withGains } from './tuning.ts'

/** A trained policy and the line it belongs to, with the loops tuned as they were in training. */
export interface StoredPolicy {
  readonly id: number
  readonly source: Source
  readonly plant: Plant
  readonly observer: Observer
  readonly policy: Policy
  readonly loop: ClosedLoop
  readonly parameters: Float32Array
  readonly description: PolicyDescription
}

/** The study's latest policy. Throws `EngineError` where there is none. */
export async function latestPolicy(study: Study): Promise<StoredPolicy> {
  const saved = study.latestPolicy()
  const text = saved && study.line(saved.lineHash)
  if (saved === undefined || text === undefined) {
    const problem = {
      message: 'The study holds no trained policy.',
      remedy: 'Train one first.',
      where: study.directory,
    }
    throw new EngineError([problem])
  }
  const source = compileSource(text.text, `${text.name}.line.yaml`)
  const description = saved.description as unknown as PolicyDescription
  const plant = compilePlant(withGains(source.line, description.gains))
  const observer = await createObserver(plant.line)
  const policy = createPolicy(plant.line, observer, shapeFor(description.trainer))
  return {
    id: saved.id,
    source,
    plant,
    observer,
    policy,
    loop: closeLoop(plant, policy.controller),
    parameters: saved.parameters,
    description,
  }
}

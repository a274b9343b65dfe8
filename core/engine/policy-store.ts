import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { createObserver, type Observer } from '../dream/observer.ts'
import type { Line } from '../line/line.ts'
import { compilePlant, type Plant } from '../line/plant.ts'
import type { SavedPolicy } from '../study/policies.ts'
import type { Study } from '../study/study.ts'
import { createPolicy, type Policy, type Trainable } from '../train/policy.ts'
import { createTreePolicy } from '../train/tree/tree-policy.ts'
import { shapeFor } from './budget.ts'
import type { PolicyForm } from './contract/distil.ts'
import type { OfflineTrainer } from './contract/offline.ts'
import { EngineError, type Trainer } from './contract.ts'
import { compileSource, type Source } from './source.ts'
import type { PolicyDescription } from './train.ts'
import { withGains } from './tuning.ts'

/** A policy on its line. */
export interface PolicySubject<Kind extends Trainable = Trainable> {
  readonly plant: Plant
  readonly observer: Observer
  readonly policy: Kind
  readonly loop: ClosedLoop
}

/** A policy by its number, or the latest of a form. */
export type PolicyChoice = number | PolicyForm

/** A trained policy and the line it belongs to, with the loops tuned as they were in training. */
export interface StoredPolicy extends PolicySubject {
  readonly id: number
  readonly trainer: Trainer | OfflineTrainer
  readonly source: Source
  readonly description: PolicyDescription
  readonly parameters: Float32Array
}

/** A policy of the study, the latest where none is named. Throws `EngineError` where there is none. */
export async function storedPolicy(study: Study, choice?: PolicyChoice): Promise<StoredPolicy> {
  const saved = savedPolicy(study, choice)
  const text = saved && study.line(saved.lineHash)
  if (saved === undefined || text === undefined) throw missing(study, choice)
  const source = compileSource(text.text, `${text.name}.line.yaml`)
  const description = saved.description as unknown as PolicyDescription
  const subject = await describedSubject(withGains(source.line, description.gains), description)
  return { id: saved.id, trainer: description.trainer, source, description, ...subject, parameters: saved.parameters }
}

function savedPolicy(study: Study, choice: PolicyChoice | undefined): SavedPolicy | undefined {
  if (choice === undefined) return study.latestPolicy()
  if (typeof choice === 'number') return study.policy(choice)
  for (const { id } of study.policies()) {
    const saved = study.policy(id)
    if (saved !== undefined && formOf(saved) === choice) return saved
  }
  return undefined
}

const formOf = ({ description }: SavedPolicy): PolicyForm =>
  (description as unknown as PolicyDescription).rules === undefined ? 'network' : 'tree'

function missing(study: Study, choice: PolicyChoice | undefined): EngineError {
  const problem =
    typeof choice === 'number'
      ? { message: `The study holds no policy ${choice}.`, remedy: 'Choose one of those it holds.' }
      : choice === 'tree'
        ? { message: 'The study holds no tree.', remedy: 'Distil a trained policy first.' }
        : { message: 'The study holds no trained policy.', remedy: 'Train one first.' }
  return new EngineError([{ ...problem, where: study.directory }])
}

/** The loop in which a policy acts on a line, as a study describes it. */
export async function describedSubject(line: Line, { trainer, rules }: PolicyDescription): Promise<PolicySubject> {
  if (rules === undefined) return policySubject(line, trainer)
  const plant = compilePlant(line)
  const observer = await createObserver(line)
  const policy = createTreePolicy(line, observer, rules)
  return { plant, observer, policy, loop: closeLoop(plant, policy.controller) }
}

/** The loop in which a trainer's policy acts on a line. */
export async function policySubject(line: Line, trainer: Trainer | OfflineTrainer): Promise<PolicySubject<Policy>> {
  const plant = compilePlant(line)
  const observer = await createObserver(line)
  const policy = createPolicy(line, observer, shapeFor(trainer))
  return { plant, observer, policy, loop: closeLoop(plant, policy.controller) }
}

import { closeLoop } from '../../dream/closed-loop.ts'
import { baseline } from '../../dream/controller.ts'
import { createDreamer, type Dreamer } from '../../dream/rollout.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant } from '../../line/plant.ts'
import type { Study } from '../../study/study.ts'
import { EngineError } from '../contract.ts'
import { describedSubject } from '../policy-store.ts'
import { compileSource, type Source } from '../source.ts'
import type { PolicyDescription } from '../train.ts'
import { type Gains, gainsSetting, withGains } from '../tuning.ts'
import { createShelf } from './shelf.ts'

/** Who controls the line in a film: its own loops, or a policy over them. */
export interface FilmedControl {
  readonly gains: readonly Gains[]
  readonly policy?: {
    readonly id: number
    readonly description: PolicyDescription
    readonly parameters: Float32Array
  }
}

/** The line's own loops, tuned where a training of this very line has tuned them, else as they are written. */
export function baselineFor(study: Study, { hash }: Source): FilmedControl {
  for (const run of study.runs()) {
    if (run.kind !== 'train' || run.lineHash !== hash) continue
    const gains = study.setting(hash, gainsSetting(run.seed))
    if (gains !== undefined) return { gains: gains as unknown as readonly Gains[] }
  }
  return { gains: [] }
}

/**
 * The policy of that number, or the latest that fits the line as it is now, if there is one. Throws `EngineError` where
 * the study has no policy of that number, or it was trained on a line with other signals, controls or loops.
 */
export function policyFor(study: Study, source: Source, id: number | undefined): FilmedControl | undefined {
  if (id === undefined) {
    const fitting = study.policies().find(({ lineHash }) => misfit(study, source, lineHash) === undefined)
    return fitting && policyOf(study, fitting.id)
  }
  const saved = study.policies().find((candidate) => candidate.id === id)
  if (saved === undefined) {
    throw new EngineError([{ message: `The study holds no policy ${id}.`, remedy: 'Choose one of those it holds.' }])
  }
  const reason = misfit(study, source, saved.lineHash)
  if (reason !== undefined) throw refusal(id, reason)
  return policyOf(study, id)
}

function policyOf(study: Study, id: number): FilmedControl | undefined {
  const saved = study.policy(id)
  if (saved === undefined) return undefined
  const description = saved.description as unknown as PolicyDescription
  return { gains: description.gains, policy: { id, description, parameters: saved.parameters } }
}

/** Why a policy trained on that line cannot run on this one. */
function misfit(study: Study, source: Source, lineHash: string): string | undefined {
  if (lineHash === source.hash) return undefined
  const saved = study.line(lineHash)
  const old = saved && lineIn(saved.text)
  if (old === undefined) return 'a line that can no longer be read'
  const differing = (Object.keys(shapes) as (keyof typeof shapes)[]).find(
    (what) => shapes[what](old) !== shapes[what](source.line),
  )
  return differing && `a line with other ${differing}`
}

/** What a policy's inputs and outputs are made of. */
const shapes = {
  signals: ({ signals }: Line) => signals.map(({ tag }) => tag).join(),
  controls: ({ controls }: Line) => controls.map(({ tag }) => tag).join(),
  loops: ({ loops }: Line) => loops.map(({ kind, tag }) => `${kind} ${tag}`).join(),
  'settings of its policy': ({ policy }: Line) => policy.kind,
}

function lineIn(text: string): Line | undefined {
  try {
    return compileSource(text, '').line
  } catch (error) {
    if (error instanceof EngineError) return undefined
    throw error
  }
}

const refusal = (id: number, reason: string) => {
  const remedy = 'Train a policy on the line as it is now, or choose another.'
  return new EngineError([{ message: `Policy ${id} was trained on ${reason}.`, remedy }], { refused: true })
}

/** A policy and the baseline on three versions of a line. */
const dreamersKept = 6

const shelf = createShelf<Dreamer>(dreamersKept, (dreamer) => dreamer.release())

/** Lends a dreamer of the line under that control which films everything, one day at a time. */
export function withFilmingDreamer<Result>(
  { hash, line }: Source,
  { gains, policy }: FilmedControl,
  use: (dreamer: Dreamer) => Promise<Result>,
): Promise<Result> {
  const make = async () => {
    const tuned = withGains(line, gains)
    const loop =
      policy === undefined
        ? closeLoop(compilePlant(tuned), baseline)
        : (await describedSubject(tuned, policy.description)).loop
    if (policy !== undefined && policy.parameters.length !== loop.controller.parameters) {
      throw refusal(policy.id, 'a line of another shape, or by another version of Dreamline')
    }
    return createDreamer(loop, { lanes: 1, filming: 'everything', threads: 1 })
  }
  // The parameters are an input: policies of one shape share a dreamer.
  const shape = policy === undefined ? baseline.name : `${shapeOf(policy.description)} ${policy.parameters.length}`
  return shelf.lend(`${hash} ${shape} ${JSON.stringify(gains)}`, make, use)
}

const shapeOf = ({ trainer, rules }: PolicyDescription) => (rules === undefined ? trainer : JSON.stringify(rules.trees))

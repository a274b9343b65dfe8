import { setImmediate } from 'node:timers/promises'
import { usualCurriculum } from '../../curriculum/settings.ts'
import { closeLoop } from '../../dream/closed-loop.ts'
import { baseline } from '../../dream/controller.ts'
import type { Observer } from '../../dream/observer.ts'
import { withDreamer } from '../../dream/rollout.ts'
import type { Plant } from '../../line/plant.ts'
import { type RandomSource, randomSource } from '../../scenario/random.ts'
import { trainByGradient } from '../bptt.ts'
import { faultFreeCount, mean, trainingScenarios } from '../training.ts'
import { type Grown, growTrees } from './grow.ts'
import { type Output, outputsOf } from './outputs.ts'
import { createQuantities, type Quantities } from './quantities.ts'
import { joined, type Sample } from './sample.ts'
import { leafAt, leavesOf, type NumberedTrees } from './tree.ts'
import { type Activity, createTreePolicy, type RuleBook } from './tree-policy.ts'
import { type Teacher, watch } from './watch.ts'
import type { Quantity } from './words.ts'
import { inThreeDigits, type WrittenLeaf, writtenLeaf } from './written.ts'

export interface DistilRequest {
  readonly plant: Plant
  readonly observer: Observer
  readonly teacher: Teacher
  /** Leaves of the trees that are wanted, all outputs together. */
  readonly sizes: readonly number[]
  readonly seed: number
  readonly effort?: Effort
  readonly onStep?: (done: number, total: number) => void
  readonly signal?: AbortSignal | undefined
}

/** How much work a distillation is. */
export interface Effort {
  /** Days that are dreamt at a time. */
  readonly days: number
  /** Rounds in which trees drive. */
  readonly rounds: number
  /** Iterations in which the numbers of the leaves are trained in dreams. */
  readonly iterations: number
}

/** Rules that a policy was distilled to, with the numbers of their leaves. */
export interface Distilled {
  readonly leaves: number
  readonly rules: RuleBook
  readonly numbers: Float32Array
}

const usualEffort: Effort = { days: 128, rounds: 3, iterations: 60 }
const growth = { depth: 8, terms: 2, scans: 40 }
const learningRate = 1e-2

/**
 * Distils a policy to decision trees (VIPER, Bastani et al. 2018): first the policy drives, then for some rounds the trees
 * that fit all dreams so far, and at every scan the policy says what it would do. At last the numbers of the leaves, which
 * the dream is differentiable in, are trained as a policy's are, and rounded to three digits. Deterministic by its seed.
 * Gives nothing for a policy that does nothing.
 */
export async function distil(request: DistilRequest): Promise<readonly Distilled[]> {
  const { plant, observer, sizes, seed, effort = usualEffort, onStep, signal } = request
  const { line } = plant
  const random = randomSource(seed).fork('distil')
  const quantities = createQuantities(line, observer)
  const outputs = outputsOf(line)
  const day = await daysOf(request, quantities, effort.days)
  const steps = 1 + effort.rounds + sizes.length
  let done = 0
  const samples = [await day(undefined, random.fork('teacher'))]
  onStep?.(++done, steps)
  const grow = () => growTrees(joined(samples), quantities.list, sizes, growth)
  for (let round = 0; round < effort.rounds; round++) {
    const grown = grow().filter(({ leaves }) => leaves > 0)
    if (grown.length === 0) return []
    for (const driver of drivers(grown))
      samples.push(await day(driver, random.fork(`round ${round}, ${driver.leaves}`)))
    onStep?.(++done, steps)
    await setImmediate()
  }
  const distilled: Distilled[] = []
  for (const grown of grow().filter(({ leaves }) => leaves > 0)) {
    signal?.throwIfAborted()
    const policy = createTreePolicy(line, observer, { trees: grown.trees, activity: [] })
    const { best } = await trainByGradient(
      { loop: closeLoop(plant, policy.controller), policy },
      {
        seed,
        validationSeed: seed,
        iterations: effort.iterations,
        lanes: effort.days,
        learningRate,
        device: 'cpu',
        curriculum: usualCurriculum,
        start: grown.numbers,
      },
      { onProgress() {}, onCheckpoint() {}, ...(signal && { signal }) },
    )
    const numbers = inThreeDigits(grown.trees, outputs, quantities.list, best.parameters)
    const { trees } = grown
    const seen = await day({ trees, numbers }, random.fork(`activity ${grown.leaves}`))
    distilled.push({
      leaves: grown.leaves,
      rules: { trees, activity: activityIn(seen, { trees, numbers }, outputs, quantities.list) },
      numbers,
    })
    onStep?.(++done, steps)
  }
  return distilled
}

/** Who drives a round: the largest trees, and some of middle size, which go elsewhere. */
function drivers(grown: readonly Grown[]): readonly Grown[] {
  const middle = grown[Math.floor((grown.length - 1) / 2)] as Grown
  const largest = grown.at(-1) as Grown
  return middle === largest ? [largest] : [middle, largest]
}

/** Dreams of days like those of training, in which the policy says what it would do. */
async function daysOf({ plant, teacher, signal }: DistilRequest, quantities: Quantities, count: number) {
  const loop = closeLoop(plant, baseline)
  const faultFree = faultFreeCount({ loop }, count)
  const days = (random: RandomSource) => trainingScenarios({ loop }, count, random)
  const ordinary = await withDreamer(loop, { lanes: count }, async (dreamer) => {
    const { outcomes } = await dreamer.dream(days(randomSource(0)).slice(0, Math.max(1, faultFree)), { seed: 0 })
    return mean(outcomes.cost)
  })
  return (driver: NumberedTrees | undefined, random: RandomSource): Promise<Sample> => {
    const request = { plant, teacher, quantities, driver, signal, mixture: { faultFree, ordinary } }
    return watch({ ...request, scenarios: days(random.fork('days')) }, random.fork('luck'))
  }
}

/** How each leaf acts over the sample. */
function activityIn(
  { scans, quantities: table, failing }: Sample,
  { trees, numbers }: NumberedTrees,
  outputs: readonly Output[],
  quantities: readonly Quantity[],
): readonly Activity[] {
  const leaves = leavesOf(trees)
  const written = leaves.map((leaf) => writtenLeaf(leaf, outputs, quantities, numbers))
  const counts = leaves.map(() => ({ failing: 0, ordinary: 0, sum: 0 }))
  trees.forEach((tree, index) => {
    const first = leaves.findIndex((leaf) => leaf.tree === index)
    for (let scan = 0; scan < scans; scan++) {
      const value = (row: number) => table[row * scans + scan] as number
      const leaf = first + leafAt(tree, value)
      const count = counts[leaf] as (typeof counts)[number]
      const { constant, terms } = written[leaf] as WrittenLeaf
      count[failing[scan] === 1 ? 'failing' : 'ordinary']++
      count.sum += terms.reduce((sum, { quantity, factor }) => sum + factor * value(quantity), constant)
    }
  })
  const present = failing.reduce((sum, one) => sum + one, 0)
  return counts.map(({ failing: during, ordinary, sum }) => ({
    failing: during / Math.max(1, present),
    ordinary: ordinary / Math.max(1, scans - present),
    mean: sum / Math.max(1, during + ordinary),
  }))
}

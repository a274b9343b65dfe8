import { readFileSync } from 'node:fs'
import type { Task } from '../../../core/curriculum/task.ts'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { type Gains, withGains } from '../../../core/engine/tuning.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../../../core/scenario/sample.ts'
import { trainByGradient } from '../../../core/train/bptt.ts'
import { createPolicy, recurrentShape } from '../../../core/train/policy.ts'
import { mean } from '../../../core/train/training.ts'
import type { Variant } from './variants.ts'

/** One training of the ablation. */
export interface Job {
  readonly path: string
  readonly gains: readonly Gains[]
  readonly variant: Variant
  readonly seed: number
  readonly iterations: number
  readonly lanes: number
  readonly learningRate: number
  readonly tasks: readonly Task[]
}

/** How the best policy so far fares on held-out faults after so many dreams. */
export interface Point {
  readonly dreams: number
  /** Share of days on which at least half of what the fault costs today is gone. */
  readonly success: number
  /** Share of days that cost no more than today. */
  readonly noWorse: number
  readonly trips: number
  readonly cost: number
}

/** Days that no training draws: the judge's own. */
const heldOut = 1_000_000_008
const days = 512

process.once('message', async (job: Job) => {
  const points = await run(job)
  process.send?.(points, () => process.disconnect?.())
})

async function run({ path, gains, variant, seed, iterations, lanes, learningRate, tasks }: Job): Promise<Point[]> {
  const written = withGains(readLine(readFileSync(path, 'utf8'), path), gains)
  const line: Line = variant.start === 'today' ? written : { ...written, policy: { ...written.policy, kind: 'direct' } }
  const plant = compilePlant(line)
  const policy = createPolicy(line, await createObserver(line), recurrentShape)
  const loop = closeLoop(plant, policy.controller)
  const random = randomSource(heldOut)
  const faulty = Array.from({ length: days }, () => faultyScenario(line, plant.layout, random))
  const ordinary = Array.from({ length: days }, () => faultFreeScenario(line, plant.layout, random))
  const options = { lanes: days, threads: 1 }
  const today = await withDreamer(closeLoop(plant, baseline), options, async (dreamer) => ({
    ordinary: mean((await dreamer.dream(ordinary, { seed: heldOut })).outcomes.cost),
    faulty: (await dreamer.dream(faulty, { seed: heldOut })).outcomes.cost,
  }))
  const half = today.faulty.map((cost) => today.ordinary + Math.max(0, cost - today.ordinary) / 2)
  return withDreamer(loop, options, async (dreamer) => {
    const points: Point[] = []
    const found: (() => Promise<void>)[] = []
    const look = (dreams: number, parameters: Float32Array) => async () => {
      const { cost, tripped } = (await dreamer.dream(faulty, { seed: heldOut, parameters })).outcomes
      const within = (bound: Float32Array) => cost.filter((one, day) => one <= (bound[day] as number)).length / days
      const [success, noWorse] = [within(half), within(today.faulty)]
      points.push({ dreams, success, noWorse, trips: mean(tripped), cost: mean(cost) })
    }
    const settings = {
      seed,
      validationSeed: 1,
      iterations,
      lanes: lanes * variant.dreams,
      learningRate,
      device: 'cpu',
      curriculum: variant.curriculum,
      tasks: variant.replayed ? tasks : [],
    } as const
    await trainByGradient({ loop, policy }, settings, {
      onProgress() {},
      onCheckpoint: ({ iteration, best }) => {
        found.push(look(iteration * settings.lanes, best.parameters))
      },
    })
    for (const one of found) await one()
    return points
  })
}

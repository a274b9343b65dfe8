import type { ClosedLoop } from '../../../core/dream/closed-loop.ts'
import { type Outcomes, withDreamer } from '../../../core/dream/rollout.ts'
import type { Plant } from '../../../core/line/plant.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../../../core/scenario/sample.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { mean } from '../../../core/train/training.ts'

/** How a controller fares on held-out days of a plant. */
export interface Score {
  /** Mean cost of days with faults and of days without. */
  readonly faulty: number
  readonly ordinary: number
  /** Share of the days with faults that end in a trip. */
  readonly trips: number
}

/** Days that no training draws: the judge's own seeds. */
const heldOut = 1_000_000_007
const count = 512

/** Held-out days of a plant: the same for every controller, with the same noise. */
export interface Days {
  readonly faulty: readonly Scenario[]
  readonly ordinary: readonly Scenario[]
}

export function heldOutDays({ line, layout }: Plant, seed: number): Days {
  const random = randomSource(heldOut + seed)
  const draw = (one: typeof faultyScenario) => Array.from({ length: count }, () => one(line, layout, random))
  return { faulty: draw(faultyScenario), ordinary: draw(faultFreeScenario) }
}

export const scoreOf = (loop: ClosedLoop, { faulty, ordinary }: Days, parameters?: Float32Array): Promise<Score> =>
  withDreamer(loop, { lanes: count, threads: 1 }, async (dreamer) => {
    const dream = async (days: readonly Scenario[]): Promise<Outcomes> =>
      (await dreamer.dream(days, { seed: heldOut, ...(parameters && { parameters }) })).outcomes
    const withFaults = await dream(faulty)
    const without = await dream(ordinary)
    return { faulty: mean(withFaults.cost), ordinary: mean(without.cost), trips: mean(withFaults.tripped) }
  })

import { closeLoop } from '../../dream/closed-loop.ts'
import type { Controller } from '../../dream/controller.ts'
import { type Recording, recordingOfFilm } from '../../dream/recording.ts'
import { withDreamer } from '../../dream/rollout.ts'
import type { Plant } from '../../line/plant.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** Recordings are made so many side by side. */
const mostLanes = 64

interface RecordOptions {
  readonly seed: number
  /** The controller's flat vector. */
  readonly parameters?: Float32Array
}

/** What the plant's own log would show of each scenario under a controller. */
export async function recordPlant(
  plant: Plant,
  controller: Controller,
  scenarios: readonly Scenario[],
  options: RecordOptions,
): Promise<readonly Recording[]> {
  const lanes = Math.min(scenarios.length, mostLanes)
  const { films } = await withDreamer(closeLoop(plant, controller), { lanes, filming: 'signals' }, (dreamer) =>
    dreamer.dream(scenarios, { ...options, film: scenarios.map((_, index) => index) }),
  )
  return films.map(recordingOfFilm)
}

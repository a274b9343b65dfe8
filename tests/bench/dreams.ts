import { type ClosedLoop, closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { createDreamer } from '../../core/dream/rollout.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { recurrentShape } from '../../core/train/policy.ts'
import { trainingScenarios } from '../../core/train/training.ts'
import { type Figure, shortest } from './figure.ts'
import { feedForward, plant, scans, subjectOf } from './three-tank.ts'

const lanes = 1024

/** Scans a second with faults and noise, 5 steps a scan, on as many threads as are fastest. */
async function dreamt(loop: ClosedLoop): Promise<number> {
  const scenarios = trainingScenarios(subjectOf(feedForward), lanes, randomSource(1))
  const parameters = new Float32Array(loop.controller.parameters).fill(0.01)
  let best = 0
  for (const threads of [1, 2]) {
    const dreamer = await createDreamer(loop, { lanes, threads })
    const time = await shortest(5, () => dreamer.dream(scenarios, { seed: 1, parameters }))
    await dreamer.release()
    best = Math.max(best, (lanes * scans) / time)
  }
  return best
}

export async function dreams(): Promise<Figure[]> {
  const figure = async (what: string, loop: ClosedLoop, least?: number): Promise<Figure> => ({
    what: `dreaming with ${what}`,
    value: (await dreamt(loop)) / 1e6,
    unit: 'million scans/s',
    ...(least !== undefined && { target: { least } }),
  })
  return [
    await figure('the line’s own control', closeLoop(plant, baseline)),
    await figure('a feed-forward policy', subjectOf(feedForward).loop, 2),
    await figure('a recurrent policy', subjectOf(recurrentShape).loop),
  ]
}

import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { createDreamer } from '../../core/dream/rollout.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { recurrentShape } from '../../core/train/policy.ts'
import { trainingScenarios } from '../../core/train/training.ts'
import { shortest } from './figure.ts'
import { feedForward, plant, scans, subjectOf } from './three-tank.ts'

/** A process of its own, as training's workers are: it prints how many scans a second it dreams on one thread. */
const lanes = 1024
const loops: Readonly<Record<string, () => ReturnType<typeof closeLoop>>> = {
  baseline: () => closeLoop(plant, baseline),
  'feed-forward': () => subjectOf(feedForward).loop,
  recurrent: () => subjectOf(recurrentShape).loop,
}
const loop = (loops[process.argv[2] ?? ''] as () => ReturnType<typeof closeLoop>)()
const scenarios = trainingScenarios(subjectOf(feedForward), lanes, randomSource(1))
const parameters = new Float32Array(loop.controller.parameters).fill(0.01)
const dreamer = await createDreamer(loop, { lanes, threads: 1 })
const time = await shortest(20, () => dreamer.dream(scenarios, { seed: 1, parameters }))
console.log((lanes * scans) / time)

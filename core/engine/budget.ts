import type { ClosedLoop } from '../dream/closed-loop.ts'
import { unroll } from '../dream/segment.ts'
import { topologicalOrder } from '../graph/order.ts'
import { type PolicyShape, recurrentShape } from '../train/policy.ts'
import type { OfflineTrainer } from './contract/offline.ts'
import type { Budget, Trainer } from './contract.ts'

/** What is trained for a budget: seeds that run side by side, and the work of each. */
export interface Workload {
  readonly seeds: number
  readonly iterations: number
  readonly lanes: number
  readonly learningRate: number
}

/** Values that each seed computes in each lane, in millions: iterations · scans · nodes of one scan. */
const work: Record<Budget, number> = { small: 30, normal: 40, large: 400 }
const seeds: Record<Budget, number> = { small: 2, normal: 2, large: 4 }
/** Fewer show nothing, and on a small line more gain nothing. */
const fewestIterations = 20
const mostIterations: Record<Budget, number> = { small: 200, normal: 400, large: 3000 }

/** Dreams side by side, and how fast to learn from them. */
const styles: Record<Trainer, { readonly lanes: number; readonly learningRate: number }> = {
  gradient: { lanes: 128, learningRate: 1e-2 },
  window: { lanes: 128, learningRate: 1e-3 },
  ppo: { lanes: 512, learningRate: 3e-3 },
  grpo: { lanes: 512, learningRate: 3e-3 },
}

/** The work for a budget on a line, from the size of its closed loop alone, so that it is the same on every machine. */
export function workloadOf(loop: ClosedLoop, trainer: Trainer, budget: Budget): Workload {
  const { lanes, learningRate } = styles[trainer]
  const nodes = topologicalOrder([unroll(loop, 1, 1, { noise: true }).end]).length
  const scans = Math.round(loop.line.horizon / loop.line.scan)
  const affordable = Math.round((work[budget] * 1e6) / (nodes * scans))
  const iterations = Math.min(mostIterations[budget], Math.max(fewestIterations, affordable))
  return { seeds: seeds[budget], iterations, lanes, learningRate }
}

/** PPO, GRPO and what trains from logs see one scan at a time: their policies' memory lies in the features alone. */
export const shapeFor = (trainer: Trainer | OfflineTrainer): PolicyShape =>
  trainer === 'gradient' || trainer === 'window' ? recurrentShape : { network: 'feed-forward', units: 0, hidden: 64 }

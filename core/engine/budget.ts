import { type PolicyShape, recurrentShape } from '../train/policy.ts'
import type { Budget, Trainer } from './contract.ts'

/** What is trained for a budget: seeds that run side by side, and the work of each. */
export interface Workload {
  readonly seeds: number
  readonly iterations: number
  readonly lanes: number
  readonly learningRate: number
}

/** Two seeds keep two cores busy; `small` suits a first look, `large` a night. */
const workloads: Record<Trainer, Record<Budget, Workload>> = {
  gradient: {
    small: { seeds: 2, iterations: 120, lanes: 128, learningRate: 5e-3 },
    normal: { seeds: 2, iterations: 320, lanes: 128, learningRate: 5e-3 },
    large: { seeds: 4, iterations: 2000, lanes: 256, learningRate: 3e-3 },
  },
  window: {
    small: { seeds: 2, iterations: 120, lanes: 128, learningRate: 2e-3 },
    normal: { seeds: 2, iterations: 320, lanes: 128, learningRate: 2e-3 },
    large: { seeds: 4, iterations: 2000, lanes: 256, learningRate: 1e-3 },
  },
  ppo: {
    small: { seeds: 2, iterations: 40, lanes: 256, learningRate: 3e-4 },
    normal: { seeds: 2, iterations: 160, lanes: 256, learningRate: 3e-4 },
    large: { seeds: 4, iterations: 1000, lanes: 512, learningRate: 3e-4 },
  },
  grpo: {
    small: { seeds: 2, iterations: 40, lanes: 256, learningRate: 3e-4 },
    normal: { seeds: 2, iterations: 160, lanes: 256, learningRate: 3e-4 },
    large: { seeds: 4, iterations: 1000, lanes: 512, learningRate: 3e-4 },
  },
}

export const workloadOf = (trainer: Trainer, budget: Budget): Workload => workloads[trainer][budget]

/** PPO and GRPO see one scan at a time: their policies' memory lies in the features alone. */
export const shapeFor = (trainer: Trainer): PolicyShape =>
  trainer === 'gradient' || trainer === 'window' ? recurrentShape : { network: 'feed-forward', units: 0, hidden: 64 }

import { closeLoop } from '../dream/closed-loop.ts'
import { learnedPlant } from '../dream/learned/learned-plant.ts'
import { readLine } from '../line/read.ts'
import { trainByGradient } from '../train/bptt.ts'
import { trainByGroups } from '../train/grpo.ts'
import { trainByProximalUpdates } from '../train/ppo.ts'
import type { Checkpoint, TrainingHooks } from '../train/training.ts'
import { trainByWindows } from '../train/window.ts'
import { policySubject } from './policy-store.ts'
import { withGains } from './tuning.ts'
import type { TrainingOrder, WorkerNews } from './worker-messages.ts'

const trainers = {
  gradient: trainByGradient,
  window: trainByWindows,
  ppo: trainByProximalUpdates,
  grpo: trainByGroups,
}

/**
 * What a training process does: carries out its order and tells how it goes, the outcome last. It blocks its thread for
 * seconds at a time. Never rejects but where `tell` does.
 */
export async function carryOut(order: TrainingOrder, tell: (news: WorkerNews) => unknown): Promise<void> {
  await tell(await outcomeOf(order, tell))
}

async function outcomeOf(order: TrainingOrder, tell: (news: WorkerNews) => unknown): Promise<WorkerNews> {
  try {
    return { kind: 'done', checkpoint: await train(order, tell) }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

async function train(order: TrainingOrder, tell: (news: WorkerNews) => unknown): Promise<Checkpoint> {
  const line = withGains(readLine(order.text, 'line'), order.gains)
  const causal = await policySubject(line, order.trainer)
  const { policy } = causal
  const loop = order.learned ? closeLoop(learnedPlant(line, order.learned), policy.controller) : causal.loop
  const hooks: TrainingHooks = {
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onCheckpoint: (checkpoint) => tell({ kind: 'checkpoint', checkpoint }),
  }
  return trainers[order.trainer]({ loop, policy }, order, hooks, order.resume)
}

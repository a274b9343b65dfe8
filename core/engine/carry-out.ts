import type { Task } from '../curriculum/task.ts'
import { withinHorizon } from '../curriculum/within-horizon.ts'
import { closeLoop } from '../dream/closed-loop.ts'
import { gapPlant } from '../dream/learned/gap-model.ts'
import { learnedPlant } from '../dream/learned/learned-plant.ts'
import { readLine } from '../line/read.ts'
import type { Sequence } from '../replay/experience.ts'
import { trainByGradient } from '../train/bptt.ts'
import { cloneBaseline } from '../train/clone.ts'
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

const asLearned = (sequence: Sequence): Sequence => ({ ...sequence, provenance: 'learned' })

/**
 * What a training process does: carries out its order and tells how it goes, the outcome last. `proposals` gives the tasks that
 * have come since it was last asked. It blocks its thread for seconds at a time. Never rejects but where `tell` does.
 */
export async function carryOut(
  order: TrainingOrder,
  tell: (news: WorkerNews) => unknown,
  proposals: () => readonly Task[],
): Promise<void> {
  await tell(await outcomeOf(order, tell, proposals))
}

async function outcomeOf(...[order, tell, proposals]: Parameters<typeof carryOut>): Promise<WorkerNews> {
  try {
    return { kind: 'done', checkpoint: await train(order, tell, proposals) }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

async function train(...[order, tell, proposals]: Parameters<typeof carryOut>): Promise<Checkpoint> {
  const whole = withGains(readLine(order.text, 'line'), order.gains)
  const line = order.horizon === undefined ? whole : { ...whole, horizon: order.horizon }
  const fitting = (tasks: readonly Task[]) =>
    line === whole ? tasks : tasks.map((task) => withinHorizon(line, whole.horizon, task))
  const causal = await policySubject(line, order.trainer)
  const { policy } = causal
  const told = order.learned ? learnedPlant(line, order.learned) : causal.plant
  const loop = closeLoop(order.gaps ? gapPlant(told, order.gaps) : told, policy.controller)
  const hooks: TrainingHooks = {
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onCheckpoint: (checkpoint) => tell({ kind: 'checkpoint', checkpoint }),
    onExperience: (sequences) =>
      tell({ kind: 'experience', sequences: order.gaps ? sequences.map(asLearned) : sequences }),
    proposals: () => fitting(proposals()),
  }
  // A trim begins at today's control as it is.
  const isToBeCloned = order.start === undefined && line.policy.kind === 'direct'
  const start = isToBeCloned ? (await cloneBaseline(causal, order)).parameters : order.start
  const along = line === whole ? {} : { along: whole.horizon }
  const settings = { ...order, ...along, ...(order.tasks && { tasks: fitting(order.tasks) }), ...(start && { start }) }
  return trainers[order.trainer]({ loop, policy }, settings, hooks, order.resume)
}

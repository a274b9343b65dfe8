import { readLine } from '../line/read.ts'
import { trainByGradient } from '../train/bptt.ts'
import { trainByGroups } from '../train/grpo.ts'
import { trainByProximalUpdates } from '../train/ppo.ts'
import type { Checkpoint, TrainingHooks } from '../train/training.ts'
import { trainByWindows } from '../train/window.ts'
import { policySubject } from './policy-store.ts'
import { withGains } from './tuning.ts'
import type { TrainingNews, TrainingOrder } from './worker-messages.ts'

const trainers = {
  gradient: trainByGradient,
  window: trainByWindows,
  ppo: trainByProximalUpdates,
  grpo: trainByGroups,
}

/** A process of its own for each seed: a session blocks its thread, and one that crashes takes no study with it. */
process.once('message', async (order: TrainingOrder) => {
  await tell(await outcomeOf(order))
  process.disconnect?.()
})

// Without its parent nobody would read what it finds.
process.once('disconnect', () => process.exit())

/** Resolves once the news is on its way: what is still queued when the channel closes is lost. */
const tell = (news: TrainingNews) => new Promise<unknown>((resolve) => process.send?.(news, resolve))

async function outcomeOf(order: TrainingOrder): Promise<TrainingNews> {
  try {
    return { kind: 'done', checkpoint: await train(order) }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

async function train(order: TrainingOrder): Promise<Checkpoint> {
  const subject = await policySubject(withGains(readLine(order.text, 'line'), order.gains), order.trainer)
  const hooks: TrainingHooks = {
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onCheckpoint: (checkpoint) => tell({ kind: 'checkpoint', checkpoint }),
  }
  return trainers[order.trainer](subject, order, hooks, order.resume)
}

import { carryOut } from './carry-out.ts'
import type { TrainingOrder, WorkerNews } from './worker-messages.ts'

/** A process of its own for each seed: a session blocks its thread, and one that crashes takes no study with it. */
process.once('message', async (order: TrainingOrder) => {
  await carryOut(order, tell)
  process.disconnect?.()
})

// Without its parent nobody would read what it finds.
process.once('disconnect', () => process.exit())

/** Resolves once the news is on its way: what is still queued when the channel closes is lost. */
const tell = (news: WorkerNews) => new Promise<unknown>((resolve) => process.send?.(news, resolve))

import { takeOrders } from './orders.ts'
import type { Proposals, TrainingOrder, WorkerNews } from './worker-messages.ts'

/** A process of its own for each seed: a session blocks its thread, and one that crashes takes no study with it. */
process.on('message', async (message: TrainingOrder | Proposals) => {
  await take(message)
  if (!('proposals' in message)) process.disconnect?.()
})

// Without its parent nobody would read what it finds.
process.once('disconnect', () => process.exit())

/** Resolves once the news is on its way: what is still queued when the channel closes is lost. */
const tell = (news: WorkerNews) => new Promise<unknown>((resolve) => process.send?.(news, resolve))
const take = takeOrders(tell)

import type { Task } from '../curriculum/task.ts'
import { carryOut } from './carry-out.ts'
import type { Proposals, TrainingOrder, WorkerNews } from './worker-messages.ts'

/** What a training process is sent: its order, then proposals. Resolves once the order is carried out. */
export function takeOrders(tell: (news: WorkerNews) => unknown): (message: TrainingOrder | Proposals) => Promise<void> {
  let waiting: readonly Task[] = []
  const proposals = () => {
    const taken = waiting
    waiting = []
    return taken
  }
  return async (message) => {
    if ('proposals' in message) waiting = [...waiting, ...message.proposals]
    else await carryOut(message, tell, proposals)
  }
}

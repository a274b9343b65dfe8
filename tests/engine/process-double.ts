import { beginPool } from '../../core/curriculum/pool.ts'
import type { TrainingOrder, WorkerNews } from '../../core/engine/worker-messages.ts'
import type { TrainingProcess } from '../../core/engine/workers.ts'
import type { Checkpoint } from '../../core/train/training.ts'

const vector = new Float32Array(1)
const best = { parameters: vector, validation: 1 }
/** As a training of one iteration could end. */
export const checkpoint: Checkpoint = {
  iteration: 1,
  parameters: vector,
  firstMoment: vector,
  secondMoment: vector,
  best,
  caution: 1,
  pool: beginPool([]),
}

/** A double of a training process, which is done at once, or fails. */
export function processDouble(orders: TrainingOrder[], outcome: WorkerNews): TrainingProcess {
  let hear = (_: WorkerNews) => {}
  let close = (_: string) => {}
  return {
    post(order) {
      if (!('proposals' in order)) orders.push(order)
      hear(outcome)
      close('exit code 0')
    },
    onMessage(listener) {
      hear = listener
    },
    onClose(listener) {
      close = listener
    },
    kill() {},
  }
}

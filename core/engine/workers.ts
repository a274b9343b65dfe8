import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Checkpoint, TrainingProgress } from '../train/training.ts'
import type { TrainingNews, TrainingOrder } from './worker-messages.ts'

export interface WorkerHooks {
  onProgress(progress: TrainingProgress): void
  onCheckpoint(checkpoint: Checkpoint): void
  readonly signal?: AbortSignal | undefined
}

/** Trains in a process of its own and resolves with its last checkpoint; the process ends with the signal. */
export function trainInProcess(order: TrainingOrder, hooks: WorkerHooks): Promise<Checkpoint> {
  return new Promise((resolve, reject) => {
    hooks.signal?.throwIfAborted()
    const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), { serialization: 'advanced' })
    const stop = () => worker.kill()
    hooks.signal?.addEventListener('abort', stop, { once: true })
    let result: Checkpoint | undefined
    let failure: string | undefined
    worker.on('message', (news: TrainingNews) => {
      if (news.kind === 'progress') hooks.onProgress(news.progress)
      else if (news.kind === 'checkpoint') hooks.onCheckpoint(news.checkpoint)
      else if (news.kind === 'done') result = news.checkpoint
      else failure = news.message
    })
    worker.on('error', reject)
    // Not 'exit', which may come before the last message.
    worker.on('close', (code, killedBy) => {
      hooks.signal?.removeEventListener('abort', stop)
      if (result !== undefined) resolve(result)
      else if (hooks.signal?.aborted) reject(hooks.signal.reason)
      else reject(new Error(failure ?? `a training process ended by itself (${killedBy ?? `exit code ${code}`})`))
    })
    worker.send(order)
  })
}

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Task } from '../curriculum/task.ts'
import type { Sequence } from '../replay/experience.ts'
import type { Checkpoint, TrainingProgress } from '../train/training.ts'
import type { Proposals, TrainingOrder, WorkerNews } from './worker-messages.ts'

/** A process that has been started to carry out one order; messages cross as a structured clone. */
export interface TrainingProcess {
  /** The order first, then what is proposed meanwhile. */
  post(message: TrainingOrder | Proposals): void
  onMessage(listener: (news: WorkerNews) => void): void
  /** Once, after the last message; `why` says how the process ended, or why it never began. */
  onClose(listener: (why: string) => void): void
  kill(): void
}

/** How a shell starts such a process. */
export type SpawnTraining = () => TrainingProcess

export interface WorkerHooks {
  onProgress(progress: TrainingProgress): void
  onCheckpoint(checkpoint: Checkpoint): void
  onExperience(sequences: readonly Sequence[]): void
  /** Told how to propose tasks while it trains. */
  onStart?(propose: (tasks: readonly Task[]) => void): void
  readonly signal?: AbortSignal | undefined
}

/** Trains in a process of its own and resolves with its last checkpoint; the process ends with the signal. */
export function trainInProcess(
  order: TrainingOrder,
  hooks: WorkerHooks,
  spawn: SpawnTraining = forked,
): Promise<Checkpoint> {
  return new Promise((resolve, reject) => {
    hooks.signal?.throwIfAborted()
    const worker = spawn()
    const stop = () => worker.kill()
    hooks.signal?.addEventListener('abort', stop, { once: true })
    let result: Checkpoint | undefined
    let failure: string | undefined
    const hear = (news: WorkerNews) => {
      if (news.kind === 'progress') hooks.onProgress(news.progress)
      else if (news.kind === 'checkpoint') hooks.onCheckpoint(news.checkpoint)
      else if (news.kind === 'experience') hooks.onExperience(news.sequences)
      else if (news.kind === 'done') result = news.checkpoint
      else failure = news.message
    }
    worker.onMessage((news) => {
      try {
        hear(news)
      } catch (error) {
        // Such as a disk that is full: what is trained on cannot be kept.
        reject(error)
        worker.kill()
      }
    })
    worker.onClose((why) => {
      hooks.signal?.removeEventListener('abort', stop)
      if (result !== undefined) resolve(result)
      else if (hooks.signal?.aborted) reject(hooks.signal.reason)
      else reject(new Error(failure ?? `a training process ended by itself (${why})`))
    })
    worker.post(order)
    hooks.onStart?.((proposals) => worker.post({ proposals }))
  })
}

function forked(): TrainingProcess {
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), { serialization: 'advanced' })
  return {
    // Whoever has ended needs no proposals.
    post: (message) => worker.connected && worker.send(message),
    onMessage: (listener) => worker.on('message', listener),
    onClose(listener) {
      worker.on('error', ({ message }) => listener(message))
      // Not 'exit', which may come before the last message.
      worker.on('close', (code, killedBy) => listener(killedBy ?? `exit code ${code}`))
    },
    kill: () => worker.kill(),
  }
}

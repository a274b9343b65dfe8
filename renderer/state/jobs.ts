import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Progress } from '../../core/engine/contract.ts'
import type { WindowJob } from '../../core/engine/window/contract.ts'

export type JobKind = 'dream' | 'train' | 'judge' | 'export' | 'film'

/** A long call that is under way. */
export interface RunningJob {
  readonly id: number
  readonly kind: JobKind
  readonly progress?: Progress
  /** How far its present task was when it was first heard of: a job may go on, or tune before it trains. */
  readonly since?: { readonly task: string; readonly at: number; readonly done: number }
  cancel(): void
}

export interface Jobs {
  readonly running: readonly RunningJob[]
  /** Runs a long call with progress and a way to cancel it. Rejects as the call does. */
  run<Result>(
    kind: JobKind,
    call: (job: WindowJob) => Promise<Result>,
    onTraining?: WindowJob['onTraining'],
  ): Promise<Result>
}

/** Expected seconds until a job's present task is done, from what has been done of it so far. */
export function secondsLeft({ since, progress }: RunningJob, now: number): number | undefined {
  if (since === undefined || progress === undefined || progress.done >= progress.total) return undefined
  const done = progress.done - since.done
  return done > 0 ? (((now - since.at) / 1000) * (progress.total - progress.done)) / done : undefined
}

export const createJobs = (): StoreApi<Jobs> =>
  createStore((set, get) => {
    let next = 1
    return {
      running: [],
      async run(kind, call, onTraining) {
        const id = next++
        const abort = new AbortController()
        const update = (change: Partial<RunningJob>) =>
          set({ running: get().running.map((job) => (job.id === id ? { ...job, ...change } : job)) })
        const job: RunningJob = { id, kind, cancel: () => abort.abort() }
        set({ running: [...get().running, job] })
        try {
          return await call({
            signal: abort.signal,
            onProgress(progress) {
              const { task, done } = progress
              const isNew = get().running.find((job) => job.id === id)?.since?.task !== task
              update({ progress, ...(isNew && { since: { task, done, at: Date.now() } }) })
            },
            ...(onTraining && { onTraining }),
          })
        } finally {
          set({ running: get().running.filter((running) => running.id !== id) })
        }
      },
    }
  })

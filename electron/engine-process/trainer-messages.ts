import type { Proposals, TrainingOrder, WorkerNews } from '../../core/engine/worker-messages.ts'

/**
 * Electron starts processes from its main process only, so the engine asks it for each of its trainers. These messages travel
 * beside the calls; what carries the calls ignores them.
 */
export type ToTrainers =
  | { readonly trainer: number; readonly order: TrainingOrder }
  | { readonly trainer: number; readonly proposals: Proposals }
  | { readonly trainer: number; readonly end: true }

export type FromTrainers =
  | { readonly trainer: number; readonly news: WorkerNews }
  | { readonly trainer: number; readonly ended: string }

import type { LearnedModel } from '../dream/learned/residual.ts'
import type { Device } from '../graph/session.ts'
import type { Checkpoint, TrainingProgress } from '../train/training.ts'
import type { Trainer } from './contract.ts'
import type { Gains } from './tuning.ts'

/** What a training process is told to do. */
export interface TrainingOrder {
  readonly text: string
  readonly gains: readonly Gains[]
  readonly trainer: Trainer
  readonly seed: number
  readonly validationSeed: number
  readonly iterations: number
  readonly lanes: number
  readonly learningRate: number
  readonly device: Device
  /** What was learned of what a language model told; it is dreamt of as well. */
  readonly learned?: LearnedModel
  readonly resume?: Checkpoint
}

/** What it tells meanwhile. */
export type WorkerNews =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'done'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'failed'; readonly message: string }

import type { Task } from '../curriculum/task.ts'
import type { GapModel } from '../dream/learned/gap-model.ts'
import type { LearnedModel } from '../dream/learned/residual.ts'
import type { Seconds } from '../line/dimension.ts'
import type { Sequence } from '../replay/experience.ts'
import type { Checkpoint, TrainingProgress, TrainingSettings } from '../train/training.ts'
import type { Trainer } from './contract.ts'
import type { Gains } from './tuning.ts'

/** What a training process is told to do. */
export interface TrainingOrder extends TrainingSettings {
  readonly text: string
  readonly gains: readonly Gains[]
  /** How long its dreams last, where that is not the line's own. */
  readonly horizon?: Seconds
  readonly trainer: Trainer
  /** What was learned of what a language model told; it is dreamt of as well. */
  readonly learned?: LearnedModel
  /** What the line's balances lack by its logs; all dreams have it. */
  readonly gaps?: GapModel
  readonly resume?: Checkpoint
}

/** Tasks for a training under way. */
export interface Proposals {
  readonly proposals: readonly Task[]
}

/** What it tells meanwhile. */
export type WorkerNews =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'experience'; readonly sequences: readonly Sequence[] }
  | { readonly kind: 'done'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'failed'; readonly message: string }

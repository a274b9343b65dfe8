import type { Progress } from '../../core/engine/contract.ts'
import type { Notice, TrainingNews } from '../../core/engine/window/contract.ts'
import type { Answer } from '../../core/engine/window/wire.ts'

/** What the engine's process answers to the shell that started it. Windows are told apart by a number of the shell's. */
export interface ProcessSide {
  ask(window: number, method: unknown, request: unknown, job: unknown): Promise<Answer>
  cancel(window: number, job: number): void
  /** The window is gone: frees its studies and ends its jobs. */
  closeWindow(window: number): void
  /** Answered as soon as the process is free to. */
  ping(): void
  /** Frees every study, ends every job and then the process. */
  end(): void
}

/** What the shell is told. */
export interface ShellSide {
  progress(window: number, job: number, progress: Progress): void
  training(window: number, job: number, news: TrainingNews): void
  reasoning(window: number, job: number, text: string): void
  notice(window: number, notice: Notice): void
}

import type { RunCard } from '../../../core/engine/window/contract.ts'
import type { TrainingSettings } from '../../state/training.ts'
import { budgets, trainers } from './setting-up.ts'

/** A training that stopped before its end and can go on with the same settings. */
export interface Resumable {
  readonly run: number
  readonly started: number
  readonly settings: TrainingSettings
}

const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined =>
  words.find((word) => word === value)

/** The settings that a training run was started with; undefined where this version knows no such settings. */
export function settingsOf({ seed, configuration }: Pick<RunCard, 'seed' | 'configuration'>) {
  const trainer = oneOf(trainers, configuration.trainer)
  const budget = oneOf(budgets, configuration.budget)
  const device = oneOf(['cpu', 'gpu'] as const, configuration.device)
  return trainer && budget && device && { seed, trainer, budget, device }
}

/** Trainings that can go on: the engine takes up those of the same line and by the same versions of the program alone. */
export function resumableOf(
  runs: readonly RunCard[],
  versions: Readonly<Record<string, string>>,
): readonly Resumable[] {
  return runs.flatMap((run) => {
    const stopped = run.kind === 'train' && (run.status === 'interrupted' || run.status === 'failed')
    const same = Object.entries(versions).every(([name, version]) => run.versions[name] === version)
    const settings = settingsOf(run)
    return stopped && !run.outdated && same && settings ? [{ run: run.id, started: run.started, settings }] : []
  })
}

/** Whether a training with these settings goes on where that one stopped. */
export const goesOn = ({ settings }: Resumable, next: TrainingSettings): boolean =>
  settings.seed === next.seed &&
  settings.trainer === next.trainer &&
  settings.budget === next.budget &&
  (next.device === 'auto' || settings.device === next.device)

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Budget, Device, Trainer, TrainReport } from '../../core/engine/contract.ts'
import type { Curve, TrainingNews } from '../../core/engine/window/contract.ts'
import type { App } from './app.ts'
import { joined, withNews } from './curves.ts'
import { carryOut } from './work.ts'

export interface TrainingSettings {
  readonly seed: number
  readonly budget: Budget
  readonly trainer: Trainer
  readonly device: Device
}

/** A training that is under way, as far as it has told. */
export interface Training {
  readonly news: TrainingNews | undefined
  readonly curves: readonly Curve[]
}

export const createTraining = (): StoreApi<Training> => createStore(() => ({ news: undefined, curves: [] }))

/** The window is told this often, ms: several seeds tell of every iteration. */
const tellingInterval = 250

/** Trains, or goes on where a training of the same line and settings was stopped. */
export function train(app: App, settings: TrainingSettings): Promise<TrainReport | undefined> {
  const { engine, training, findings } = app
  let curves: readonly Curve[] = []
  let telling: ReturnType<typeof setTimeout> | undefined
  training.setState({ news: undefined, curves })

  const recall = async (study: string, run: number) => {
    const before = await engine.curves({ study, run }).catch(() => [])
    curves = joined(before, curves)
    training.setState({ curves })
  }

  return carryOut(app, 'train', async (study, job) => {
    const known = new Set(findings.getState().runs.map(({ id }) => id))
    const onTraining = (news: TrainingNews) => {
      if (known.delete(news.run)) void recall(study, news.run)
      curves = withNews(curves, news)
      telling ??= setTimeout(() => {
        telling = undefined
        training.setState({ news, curves })
      }, tellingInterval)
    }
    try {
      return await engine.train({ study, ...settings }, { ...job, onTraining })
    } finally {
      clearTimeout(telling)
      training.setState({ news: undefined })
    }
  })
}

import { shapeOf } from '../../../core/dream/learned/log-model.ts'
import { seriesOf } from '../../../core/dream/learned/log-series.ts'
import type { DescribedPlant } from '../../../core/plant/described-plant.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { arxOf, type FittedLogModel, usualLogFit } from '../../../core/train/fit-ensemble.ts'
import { fitLogModel } from '../../../core/train/fit-log-model.ts'
import { errorsOf, heldOutRuns, persistenceErrors } from '../../../core/train/log-errors.ts'
import { namesOf, tepSplit } from './data.ts'

const ahead = [1, 20]

/** Errors on the test runs three minutes and an hour ahead, in standard deviations. */
export interface Foretold {
  readonly fitted: FittedLogModel
  readonly persistence: readonly number[]
  readonly arx: readonly number[]
  readonly ensemble: readonly number[]
  readonly alone: readonly number[]
  readonly seconds: number
}

/** Fits to the training runs, with everything chosen by the held-out ones, and measures on the test runs once. */
export async function foretold(plant: DescribedPlant): Promise<Foretold> {
  const { training, heldOut, test } = await tepSplit(plant)
  const from = performance.now()
  const fitted = await fitLogModel(namesOf(plant), training, heldOut, usualLogFit, randomSource(1), {
    onProgress: (done, of) => {
      if (done % usualLogFit.updates === 0) console.error(`${plant.controlsHold}: ${done} of ${of} updates`)
    },
  })
  const seconds = (performance.now() - from) / 1000
  const { model } = fitted
  const { signals } = shapeOf(model)
  const series = test.map(({ logged }) => seriesOf(logged, model))
  const on = (model: Parameters<typeof heldOutRuns>[0]) => heldOutRuns(model, series, usualLogFit.horizon)
  const known = [...training, ...heldOut].map((logged) => seriesOf(logged, model))
  const runs = await on(model)
  return {
    fitted,
    persistence: persistenceErrors(runs, signals, ahead),
    arx: errorsOf(await on(await arxOf(model, known)), signals, ahead),
    ensemble: errorsOf(runs, signals, ahead),
    alone: errorsOf(await on({ ...model, members: model.members.slice(0, 1) }), signals, ahead),
    seconds,
  }
}

import type { GapModel } from '../dream/learned/gap-model.ts'
import { lead, type RecordedScan } from '../dream/learned/lead.ts'
import { type LogSeries, seriesOf } from '../dream/learned/log-series.ts'
import { measuredStates } from '../dream/measured-states.ts'
import type { Recording } from '../dream/recording.ts'
import type { Plant } from '../line/plant.ts'
import type { RandomSource } from '../scenario/random.ts'
import { type FittedLogModel, fitEnsemble, type LogFitHooks, type LogFitSettings } from './fit-ensemble.ts'
import { scalesOf } from './fit-log-model.ts'

/** A model of gaps; where its errors say persistence, they are those of the balances alone. */
export interface FittedGapModel extends Omit<FittedLogModel, 'model'> {
  readonly model: GapModel
}

/** A recording with the gaps of the states that it shows, one array a scan. */
interface Led {
  readonly name: string
  readonly readings: readonly Float32Array[]
  readonly controls: readonly Float32Array[]
  readonly gaps: readonly Float32Array[]
}

/**
 * Fits what recordings without a failure show of a line and its balances do not. The horizon of the settings is not looked
 * at: a gap is learned scan by scan.
 * @throws {RangeError} where no measured state is recorded, or as `fitEnsemble` does.
 */
export async function fitGapModel(
  plant: Plant,
  training: readonly Recording[],
  heldOut: readonly Recording[],
  settings: LogFitSettings,
  random: RandomSource,
  hooks: LogFitHooks = {},
): Promise<FittedGapModel> {
  const { line, layout } = plant
  const led = await ledAlong(plant, [...training, ...heldOut], hooks.signal)
  const isKnown = measuredStates(line, layout).map((_, state) =>
    led.every(({ gaps }) => gaps.every((gap) => Number.isFinite(gap[state]))),
  )
  const known = led.map((each) => ({
    ...each,
    readings: each.readings.map((values) => values.filter((_, state) => isKnown[state])),
    gaps: each.gaps.map((values) => values.filter((_, state) => isKnown[state])),
  }))
  const [among, held] = [known.slice(0, training.length), known.slice(training.length)]
  const tags = measuredStates(line, layout)
    .filter((_, state) => isKnown[state])
    .map(({ signals }) => line.signals[signals[0] as number]?.tag as string)
  if (tags.length === 0) throw new RangeError('no state of the line is measured as it is in these logs')
  const scales = {
    signals: scalesOf(tags, among, 'readings'),
    controls: scalesOf(
      line.controls.map(({ tag }) => tag),
      among,
      'controls',
    ),
  }
  const gaps = tags.map((_, state) => {
    const values = among.flatMap(({ gaps }) => gaps.map((gap) => gap[state] as number))
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length) || 1
    return { deviation, largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / deviation }
  })
  const series = (some: readonly Led[]) =>
    some.map(
      (each): LogSeries => ({
        ...seriesOf(each, scales),
        changes: gaps.map(({ deviation }, state) =>
          Float32Array.from(each.gaps, (gap) => (gap[state] as number) / deviation),
        ),
      }),
    )
  const fitted = await fitEnsemble(scales, series(among), series(held), { ...settings, horizon: 1 }, random, hooks)
  return { ...fitted, model: { ensemble: fitted.model, gaps } }
}

/** Each recording with what its balances miss, in the order of the recordings. */
async function ledAlong(
  plant: Plant,
  recordings: readonly Recording[],
  signal: AbortSignal | undefined,
): Promise<readonly Led[]> {
  const fault = new Float32Array(plant.line.failures.length)
  const scans = recordings.map(({ readings, controls }) =>
    readings.slice(1).map((nextState, scan): RecordedScan => {
      return { state: readings[scan] as Float32Array, control: controls[scan] as Float32Array, fault, nextState }
    }),
  )
  const led = await lead(plant, scans, signal)
  return recordings.map(({ name, controls }, index) => {
    const scans = led[index] as Awaited<ReturnType<typeof lead>>[number]
    return {
      name,
      readings: scans.map(({ measured }) => measured),
      controls: controls.slice(0, scans.length),
      gaps: scans.map(({ gap }) => gap),
    }
  })
}

import { createLogDreamer, disagreementOf, surpriseAt } from './log-dream.ts'
import { type LogModel, shapeOf } from './log-model.ts'
import { feedsOf, type Logged, placesIn, seriesOf } from './log-series.ts'

/** How little a model knows of what a plant goes through, at each scan that has a window before it and a reading behind. */
export interface Novelty {
  /** The scans of the recording that it is of. */
  readonly scans: readonly number[]
  /** How far the members are apart over the next reading, in what is usual on held-out logs. */
  readonly disagreement: Float32Array
  /** How far readings lay from what the members expected, over the last while; about 2 where all is as on held-out logs. */
  readonly surprise: Float32Array
}

/** Share of the newest error in the moving averages: they look back for about 20 scans. */
const share = 0.1

/**
 * The novelty of what was recorded, with nothing ahead of its time: disagreement at a scan needs no later reading, surprise
 * the next one. Surprise is the mean over the signals of two figures that are about 1 each where errors are as expected: the
 * moving average of the squared errors, and the squared moving average of the errors over its own variance (EWMA and MEWMA
 * charts, Lowry et al. 1992, with signals taken as independent).
 */
export async function noveltyOf(model: LogModel, logged: Logged): Promise<Novelty> {
  const shape = shapeOf(model)
  const series = seriesOf(logged, model)
  const places = placesIn(series, shape, 1)
  const lanes = places.length
  const { history, control, reading } = feedsOf(places, shape, 1)
  const dreamer = await createLogDreamer(model, lanes, { together: 1 })
  const runs = await dreamer.run(history, control, 1).finally(() => dreamer.release())
  const surprise = new Float32Array(lanes)
  for (let signal = 0; signal < shape.signals; signal++) {
    let [mean, square] = [0, 1]
    for (let lane = 0; lane < lanes; lane++) {
      const index = signal * lanes + lane
      const error = surpriseAt(runs, reading[index] as number, index) / (model.trust.surprise[signal] as number)
      mean += share * (error - mean)
      square += share * (error ** 2 - square)
      surprise[lane]! += (square + (mean ** 2 * (2 - share)) / share) / shape.signals
    }
  }
  return {
    scans: places.map(({ scan }) => scan),
    disagreement: disagreementOf(runs, shape.signals, lanes, model.trust.usual),
    surprise,
  }
}

import { add, clip, minimum, multiply, roundStraightThrough, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble } from '../line/assemble.ts'
import type { Line } from '../line/line.ts'

/** What the line's instruments show: the readings, and the lagged values behind them, each [signals, lanes]. */
export interface Readings {
  readonly lagged: Tensor
  readonly reading: Tensor
}

/**
 * Readings of the true values at a scan: first-order lag, noise, bias and drift, resolution, range, loss of signal, and
 * freezing at the last reading. `truth` and `noise` (standard normal) are [signals, lanes].
 */
export function readInstruments(
  line: Line,
  truth: Tensor,
  before: Readings,
  noise: Tensor | undefined,
  fault: Tensor | undefined,
): Readings {
  const { signals } = line
  const column = (values: readonly number[]) => constant(values, signals.length, 1)
  const lag = signals.map((signal) => 1 - Math.exp(-line.scan / Math.max(signal.lag, 1e-9)))
  const lagged = signals.every((signal) => signal.lag === 0)
    ? truth
    : add(before.lagged, multiply(subtract(truth, before.lagged), column(lag)))
  const faultOf = (mode: string) =>
    assemble(
      fault,
      signals.map(({ tag }) => {
        const row = line.failures.findIndex((failure) => failure.on === tag && failure.mode === mode)
        return row < 0 ? { value: 0 } : { row }
      }),
    )
  const disturbed = add(lagged, add(faultOf('bias'), faultOf('drift')))
  const noisy =
    noise === undefined ? disturbed : add(disturbed, multiply(noise, column(signals.map((signal) => signal.noise))))
  const shown = roundedTo(
    noisy,
    signals.map(({ resolution }) => resolution),
    column,
  )
  const low = column(signals.map((signal) => signal.low))
  const span = column(signals.map((signal) => signal.high - signal.low))
  const share = clip(
    multiply(subtract(shown, low), column(signals.map((signal) => 1 / (signal.high - signal.low)))),
    0,
    1,
  )
  const present = subtract(1, minimum(faultOf('dropout'), 1))
  const inRange = add(low, multiply(multiply(share, span), present))
  const frozen = minimum(faultOf('stuck'), 1)
  return { lagged, reading: add(inRange, multiply(subtract(before.reading, inRange), frozen)) }
}

function roundedTo(x: Tensor, resolution: readonly number[], column: (values: readonly number[]) => Tensor): Tensor {
  if (resolution.every((value) => value === 0)) return x
  const fine = resolution.map((value) => (value === 0 ? 1e-6 : value))
  return multiply(roundStraightThrough(multiply(x, column(fine.map((value) => 1 / value)))), column(fine))
}

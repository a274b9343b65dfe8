import { Matrix } from 'ml-matrix'
import { type LogNetwork, squaresOf, windowOf } from '../dream/learned/log-network.ts'
import { feedsOf, type LogPlace } from '../dream/learned/log-series.ts'
import { subtract } from '../graph/elementwise.ts'
import { constant, input } from '../graph/leaf.ts'
import { matmul } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import { concatRows, sliceRows } from '../graph/shape.ts'
import { agePenalties, presentPenalty, ridge } from './ridge.ts'

/**
 * Sums over some places of all products of: the rows that the measured path starts from (a window, then the squares), what the
 * path misses of the change in a scan, and what the hidden layers say of it. Sums of several places add up.
 */
export async function momentsOf(
  network: LogNetwork,
  member: Float32Array,
  places: readonly LogPlace[],
): Promise<Matrix> {
  const { shape, inputs } = network
  const { signals, controls } = shape
  const size = inputs + 3 * signals + controls
  if (places.length === 0) return Matrix.zeros(size, size)
  const lanes = places.length
  const history = input('history', inputs - controls, lanes)
  const window = windowOf(shape, history, input('control', controls, lanes))
  const { path, hidden } = network.parts(constant(member, network.parameters, 1), window)
  const missed = subtract(subtract(input('reading', signals, lanes), sliceRows(history, 0, signals)), path)
  const all = concatRows([window, squaresOf(shape, window), missed, hidden])
  const program = await compile({ moments: matmul(all, all, { transposeB: true }) }, { device: 'cpu' })
  const { moments } = await program.run({ ...feedsOf(places, shape, 1) }).finally(() => program.release())
  return Matrix.from1DArray(size, size, moments as Float32Array)
}

/**
 * A trained member with what it says of windows that end in a measured reading fitted in closed form: the measured path by
 * ridge regression over what was drawn for the member, beside hidden layers that are muted as far as they did not help over
 * what was left out (stacking, Wolpert 1992 and Breiman 1996, with the path partialled out of both).
 */
export function withMeasuredPath(network: LogNetwork, member: Float32Array, drawn: Matrix, left: Matrix): Float32Array {
  const { signals, controls } = network.shape
  const rows = network.inputs + signals + controls
  const penalties = [...agePenalties(network.shape), ...Array<number>(signals + controls).fill(presentPenalty)]
  const part = (from: number, to: number) => drawn.subMatrix(0, rows - 1, from, to - 1)
  const path = ridge(part(0, rows), part(rows, rows + 2 * signals), penalties)
  const muted = new Float32Array(signals)
  for (let signal = 0; signal < signals; signal++) {
    const [missed, hidden] = [signal, signals + signal].map((output) => {
      const of = Matrix.zeros(1, rows + 2 * signals)
      of.setSubMatrix(path.subMatrix(output, output, 0, rows - 1).neg(), 0, 0)
      return of.set(0, rows + output, 1)
    }) as [Matrix, Matrix]
    const product = (a: Matrix, b: Matrix) => a.mmul(left).mmul(b.transpose()).get(0, 0)
    const said = product(hidden, hidden)
    if (said > 0) muted[signal] = 1 - Math.min(1, Math.max(0, product(missed, hidden) / said))
  }
  const closed = member.slice()
  const squaresFrom = network.path + signals * network.inputs
  for (let signal = 0; signal < signals; signal++) {
    const share = 1 - (muted[signal] as number)
    const row = Float32Array.from({ length: rows }, (_, column) => {
      return path.get(signal, column) - share * path.get(signals + signal, column)
    })
    closed.set(row.subarray(0, network.inputs), network.path + signal * network.inputs)
    closed.set(row.subarray(network.inputs), squaresFrom + signal * (signals + controls))
  }
  closed.set(muted, network.path + network.measured - signals)
  return closed
}

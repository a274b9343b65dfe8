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

/** A member as it was trained, and the moments of what was drawn for it and of what was left out. */
export interface TrainedMember {
  readonly parameters: Float32Array
  readonly drawn: Matrix
  readonly left: Matrix
}

/**
 * Members with what they say of windows that end in a measured reading fitted in closed form: to each the measured path by
 * ridge regression over what was drawn for it, beside hidden layers that are muted as far as they do not help over what was
 * left out. All are then moved alike, so that on average they have the path of all that was drawn or left, and of `more`,
 * the moments of each member over other places, where it is given: members differ by what they saw, and their mean has seen
 * all of it.
 */
export function withMeasuredPaths(
  network: LogNetwork,
  members: readonly TrainedMember[],
  more?: readonly Matrix[],
): readonly Float32Array[] {
  const fitted = members.map(({ drawn, left }, member) => {
    const muted = mutedOver(network, drawn, left)
    const seen = Matrix.add(drawn, left)
    return {
      muted,
      own: measuredPath(network, drawn, muted),
      whole: measuredPath(network, more ? Matrix.add(seen, more[member] as Matrix) : seen, muted),
    }
  })
  const move = fitted
    .map(({ own, whole }) => Matrix.sub(whole, own))
    .reduce((sum, each) => Matrix.add(sum, each))
    .div(members.length)
  const { signals } = network.shape
  return members.map(({ parameters }, member) => {
    const { own, muted } = fitted[member] as (typeof fitted)[number]
    const path = Matrix.add(own, move)
    const part = (from: number, to: number) => path.subMatrix(0, signals - 1, from, to - 1).to1DArray()
    const whole = parameters.slice()
    whole.set([...part(0, network.inputs), ...part(network.inputs, path.columns), ...muted], network.path)
    return whole
  })
}

/** From a window and the squares to what the path and the muted hidden layers miss, [signals, rows]. */
function measuredPath(network: LogNetwork, moments: Matrix, muted: readonly number[]): Matrix {
  const { signals } = network.shape
  const path = regression(network, moments)
  const part = (from: number) => path.subMatrix(from, from + signals - 1, 0, path.columns - 1)
  const shares = Matrix.diag(muted.map((share) => 1 - share))
  return Matrix.sub(part(0), shares.mmul(part(signals)))
}

/**
 * The share by which the hidden layers' word on each signal is muted: 1 less what it counts for in a regression of what is
 * missed over what was left out, with all that a measured path can say taken out of both (stacking, Breiman 1996).
 */
function mutedOver(network: LogNetwork, drawn: Matrix, left: Matrix): readonly number[] {
  const { signals } = network.shape
  const path = regression(network, drawn)
  const rest = new Matrix(2 * signals, left.rows)
  rest.setSubMatrix(Matrix.mul(path, -1), 0, 0)
  rest.setSubMatrix(Matrix.eye(2 * signals), 0, path.columns)
  const products = rest.mmul(left).mmul(rest.transpose())
  return Array.from({ length: signals }, (_, signal) => {
    const said = products.get(signals + signal, signals + signal)
    return said > 0 ? 1 - Math.min(1, Math.max(0, products.get(signal, signals + signal) / said)) : 0
  })
}

/** From a window and the squares to what the path misses and to what the hidden layers say, [2 signals, rows]. */
function regression({ shape, inputs }: LogNetwork, moments: Matrix): Matrix {
  const { signals, controls } = shape
  const rows = inputs + signals + controls
  const part = (from: number, to: number) => moments.subMatrix(0, rows - 1, from, to - 1)
  const penalties = [...agePenalties(shape), ...Array<number>(signals + controls).fill(presentPenalty)]
  return ridge(part(0, rows), part(rows, rows + 2 * signals), penalties)
}

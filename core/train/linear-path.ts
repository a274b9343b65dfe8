import { Matrix } from 'ml-matrix'
import { createLogNetwork, type LogShape, windowOf } from '../dream/learned/log-network.ts'
import { feedsOf, type LogPlace } from '../dream/learned/log-series.ts'
import { subtract } from '../graph/elementwise.ts'
import { input } from '../graph/leaf.ts'
import { matmul } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import { sliceRows } from '../graph/shape.ts'
import { agePenalties, ridge } from './ridge.ts'

/**
 * The linear path, [signals, inputs] row-major, from a window to the change of the signals in a scan, by ridge regression over
 * some places: a linear ARX model of the window's order.
 */
export async function linearPath(shape: LogShape, places: readonly LogPlace[]): Promise<Float32Array> {
  const { inputs } = createLogNetwork(shape)
  const { signals, controls } = shape
  const lanes = places.length
  const history = input('history', inputs - controls, lanes)
  const window = windowOf(shape, history, input('control', controls, lanes))
  const change = subtract(input('reading', signals, lanes), sliceRows(history, 0, signals))
  const program = await compile(
    { squares: matmul(window, window, { transposeB: true }), products: matmul(window, change, { transposeB: true }) },
    { device: 'cpu' },
  )
  const sums = await program.run({ ...feedsOf(places, shape, 1) }).finally(() => program.release())
  const matrix = (values: unknown, columns: number) => Matrix.from1DArray(inputs, columns, values as Float32Array)
  const path = ridge(matrix(sums.squares, inputs), matrix(sums.products, signals), agePenalties(shape))
  return Float32Array.from(path.to1DArray())
}

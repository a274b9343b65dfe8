import { createLogNetwork } from '../../core/dream/learned/log-network.ts'
import { trainingProgram } from '../../core/train/log-training.ts'
import { type Figure, shortest } from './figure.ts'
import { floatingPointOperations, matrixProduct, zerosFor } from './training.ts'

const share = (value: number, product: number) => ({ value: (100 * value) / product, unit: '% of the matrix product' })

/**
 * Useful floating-point operations a second of one update of a member, of the size that `learn` trains and of a wide one, over
 * free runs of 20 scans and over single scans: forward, backward and Adam.
 */
async function update(hidden: number, horizon: number, lanes: number): Promise<number> {
  const network = createLogNetwork({ signals: 22, controls: 12, window: 8, hidden })
  const program = await trainingProgram(network, { horizon, lanes, device: 'cpu', threads: 2 })
  const feeds = { ...zerosFor(program), step: Float32Array.of(1) }
  const [nextParameters, nextFirstMoment, nextSecondMoment] = Array.from(
    { length: 3 },
    () => new Float32Array(network.parameters),
  ) as [Float32Array, Float32Array, Float32Array]
  const into = { nextParameters, nextFirstMoment, nextSecondMoment }
  const time = await shortest(5, () => program.run(feeds, into))
  await program.release()
  const products = 2 * network.path + hidden * (network.inputs + hidden + 2 * 22)
  return (floatingPointOperations(products, lanes) * horizon) / time
}

export async function learned(): Promise<Figure[]> {
  const product = await matrixProduct()
  const usual = await update(64, 20, 512)
  const scans = await update(64, 1, 4096)
  const wide = await update(256, 20, 512)
  return [
    { what: 'matrix product 2048, again', value: product / 1e9, unit: 'GFLOP/s' },
    { what: 'learn, 64 wide, 20 scans × 512', ...share(usual, product), target: { least: 50 } },
    { what: 'learn, 64 wide, 1 scan × 4,096', ...share(scans, product), target: { least: 50 } },
    { what: 'learn, 256 wide, 20 scans × 512', ...share(wide, product), target: { least: 50 } },
  ]
}

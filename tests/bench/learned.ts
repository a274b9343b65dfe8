import { createLogNetwork } from '../../core/dream/learned/log-network.ts'
import { input } from '../../core/graph/leaf.ts'
import { matmul } from '../../core/graph/matrix.ts'
import { compile } from '../../core/graph/session.ts'
import { trainingProgram } from '../../core/train/log-training.ts'
import { type Figure, shortest } from './figure.ts'
import { floatingPointOperations, zerosFor } from './training.ts'

const threads = 2
const size = 2048
const rounds = 8

/** Something that runs, and the useful floating-point operations of a run. */
interface Work {
  readonly operations: number
  run(): Promise<unknown>
  release(): Promise<void>
}

async function product(): Promise<Work> {
  const program = await compile(
    { product: matmul(input('a', size, size), input('b', size, size)) },
    { device: 'cpu', threads },
  )
  const feeds = zerosFor(program)
  const into = { product: new Float32Array(size ** 2) }
  return { operations: 2 * size ** 3, run: () => program.run(feeds, into), release: () => program.release() }
}

/** One update of a member for the Tennessee Eastman plant over free runs: forward, backward and Adam. */
async function update(hidden: number, horizon: number, lanes: number): Promise<Work> {
  const network = createLogNetwork({ signals: 22, controls: 12, window: 8, hidden })
  const program = await trainingProgram(network, { horizon, lanes, device: 'cpu', threads })
  const feeds = { ...zerosFor(program), step: Float32Array.of(1) }
  const names = ['nextParameters', 'nextFirstMoment', 'nextSecondMoment']
  const into = Object.fromEntries(names.map((name) => [name, new Float32Array(network.parameters)]))
  const products = 2 * network.path + hidden * (network.inputs + hidden + 2 * 22)
  return {
    operations: floatingPointOperations(products, lanes) * horizon,
    run: () => program.run(feeds, into),
    release: () => program.release(),
  }
}

/** Operations a second of each, measured in turns so that other work on the machine meets all alike. */
async function ratesOf(works: readonly Work[]): Promise<readonly number[]> {
  const best = works.map(() => Infinity)
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) best[index] = Math.min(best[index]!, await shortest(1, work.run))
  }
  for (const work of works) await work.release()
  return works.map(({ operations }, index) => operations / best[index]!)
}

export async function learned(): Promise<Figure[]> {
  const works = [await product(), await update(64, 20, 512), await update(64, 20, 2048), await update(256, 20, 2048)]
  const [whole, ...others] = (await ratesOf(works)) as [number, ...number[]]
  const share = (value: number | undefined) => ({ value: (100 * value!) / whole, unit: '% of the matrix product' })
  return [
    { what: 'matrix product 2048, in turns with', value: whole / 1e9, unit: 'GFLOP/s' },
    { what: 'learning, 64 wide, 20 scans × 512', ...share(others[0]), target: { least: 50 } },
    { what: 'learning, 64 wide, 20 scans × 2,048', ...share(others[1]), target: { least: 50 } },
    { what: 'learning, 256 wide, 20 scans × 2,048', ...share(others[2]), target: { least: 50 } },
  ]
}

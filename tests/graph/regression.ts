import { adam } from '../../core/graph/adam.ts'
import { dispose, download } from '../../core/graph/device.ts'
import { square, subtract, tanh } from '../../core/graph/elementwise.ts'
import { gradient } from '../../core/graph/gradient.ts'
import { constant, input, scalar } from '../../core/graph/leaf.ts'
import { linear, meanAll } from '../../core/graph/matrix.ts'
import { type CompileOptions, compile, type Value } from '../../core/graph/session.ts'
import { reshape, sliceRows } from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'

const hidden = 16
const lanes = 128
/** W [hidden, 1], bias [hidden, 1], W [1, hidden], bias [1, 1]. */
const count = 3 * hidden + 1

const angles = Float32Array.from({ length: lanes }, (_, lane) => (6 * lane) / lanes - 3)

function trainingStep(): Record<string, Tensor> {
  const parameters = input('parameters', count, 1)
  const piece = (from: number, rows: number, columns: number) =>
    reshape(sliceRows(parameters, from, from + rows * columns), rows, columns)
  const layer = tanh(linear(piece(0, hidden, 1), constant(angles, 1, lanes), piece(hidden, hidden, 1)))
  const output = linear(piece(2 * hidden, 1, hidden), layer, piece(3 * hidden, 1, 1))
  const loss = meanAll(square(subtract(output, constant(angles.map(Math.sin), 1, lanes))))
  const [slope] = gradient(loss, [parameters])
  const state = {
    parameters,
    firstMoment: input('firstMoment', count, 1),
    secondMoment: input('secondMoment', count, 1),
  }
  const next = adam(state, slope!, input('step', 1, 1), scalar(0.02), { clipNorm: 1 })
  return { loss, nextParameters: next.parameters, nextFirst: next.firstMoment, nextSecond: next.secondMoment }
}

/** Fits a 1-16-1 network to a sine with Adam; gives where it ran, every loss and the parameters after the last step. */
export async function fitSine(options: CompileOptions, steps: number) {
  const program = await compile(trainingStep(), { ...options, resident: ['nextParameters', 'nextFirst', 'nextSecond'] })
  const losses: number[] = []
  let parameters: Value = Float32Array.from({ length: count }, (_, index) => Math.sin(17 * index) / 2)
  let firstMoment: Value = new Float32Array(count)
  let secondMoment: Value = new Float32Array(count)
  for (let step = 1; step <= steps; step++) {
    const feeds = { parameters, firstMoment, secondMoment, step: Float32Array.of(step) }
    const { loss, nextParameters, nextFirst, nextSecond } = await program.run(feeds)
    for (const old of [parameters, firstMoment, secondMoment]) dispose(old)
    parameters = nextParameters!
    firstMoment = nextFirst!
    secondMoment = nextSecond!
    losses.push((await download(loss!))[0]!)
  }
  const resident = !(parameters instanceof Float32Array)
  const fitted = Array.from(await download(parameters))
  await program.release()
  return { device: program.device, resident, losses, parameters: fitted }
}

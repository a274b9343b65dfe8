import { inverse, Matrix } from 'ml-matrix'
import { absolute, add, clip, greater, multiply, subtract } from '../graph/elementwise.ts'
import { vectorJacobianProduct } from '../graph/gradient.ts'
import { constant, input, named } from '../graph/leaf.ts'
import { matmul } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Seconds } from '../line/dimension.ts'
import type { Line, Signal } from '../line/line.ts'
import { compilePlant, type Plant } from '../line/plant.ts'
import { closeLoop } from './closed-loop.ts'
import { baseline, type MemoryBlock } from './controller.ts'
import { blockOf } from './layout.ts'
import { only, settledStart } from './start.ts'

/** What an observer makes of one scan: tensors [rows, lanes]. */
export interface Observation {
  /** Estimated state of the plant, [states, lanes]. */
  readonly estimate: Tensor
  /** Measured, less earlier jumps, minus predicted, in standard deviations of an ordinary day, [signals, lanes]. */
  readonly innovation: Tensor
  /** By how much each instrument seems to have jumped so far, in the same standard deviations, [signals, lanes]. */
  readonly jumps: Tensor
  /** 1 where the innovation was out of the ordinary, [signals, lanes]. */
  readonly alarm: Tensor
}

/** The memory of the alarms; where it holds 1, what is out of the ordinary at the next scan is not taken for a jump. */
export const alarmMemory = 'alarm'

/** What an observer remembers from scan to scan. */
export type ObserverMemory = Pick<Observation, 'estimate' | 'jumps' | 'alarm'>

/**
 * The line's own balances run beside the line: the nominal plant without faults, corrected at each scan by what the
 * instruments show. Its innovations are what the balances cannot explain.
 */
export interface Observer {
  readonly memory: readonly MemoryBlock[]
  /** Standard deviation of each innovation on an ordinary day, in SI, [signals]. */
  readonly deviation: Float32Array
  /** One scan: what was observed at the last, the controls applied since, and what the instruments show now. */
  observe(before: ObserverMemory, control: Tensor, reading: Tensor): Observation
}

/** The observer takes one step a scan where that changes no response of the linearised plant by more than this. */
const coarsest = 0.05
/**
 * An innovation beyond this many standard deviations is out of the ordinary: a jump of the instrument if it comes alone,
 * news of the plant if it goes on.
 */
const jumpThreshold = 5
/** Part of a jump that is still believed a scan later, so that a wrong guess heals. */
const jumpKept = 0.999
/** Largest sum of jumps, in standard deviations. */
const largestJump = 1e4
const riccatiIterations = 500

/**
 * A steady-state Kalman filter over the line's compiled step, linearised where the line settles (Anderson and Moore,
 * Optimal Filtering, 1979, ch. 4): process noise from the kinds' `wander`, measurement noise from the signals.
 */
export async function createObserver(line: Line): Promise<Observer> {
  const { plant, steps, start, response, sensitivity } = await nominalPlant(line)
  const process = Matrix.diag(Array.from(plant.layout.wander, (value) => value ** 2 * line.scan))
  const { gain, variance } = steadyGain(response, sensitivity, process, Matrix.diag(line.signals.map(noiseVariance)))
  const deviation = Float32Array.from(variance.diag(), Math.sqrt)
  const states = plant.layout.states
  const signals = line.signals.length
  const perDeviation = gain.clone().mulRowVector(Array.from(deviation))
  const correction = constant(Float32Array.from(perDeviation.to1DArray()), states, signals)
  const inverseDeviation = constant(
    deviation.map((value) => 1 / value),
    signals,
    1,
  )
  return {
    memory: [
      { name: 'estimate', rows: states, start },
      { name: 'jumps', rows: signals, start: 'zero' },
      { name: alarmMemory, rows: signals, start: 'zero' },
    ],
    deviation,
    observe: (before, control, reading) => {
      const { state, signals: predicted } = predict(plant, steps, before.estimate, control)
      const residual = multiply(subtract(reading, predicted), inverseDeviation)
      const innovation = named(subtract(residual, before.jumps), 'innovation')
      const alarm = named(greater(absolute(innovation), jumpThreshold), 'alarm')
      const jump = named(multiply(innovation, multiply(alarm, subtract(1, before.alarm))), 'jump')
      return {
        estimate: add(state, matmul(correction, subtract(innovation, jump))),
        innovation,
        jumps: clip(add(multiply(before.jumps, jumpKept), jump), -largestJump, largestJump),
        alarm,
      }
    },
  }
}

/** The plant one scan on: its state and what its signals would read without instruments' faults. */
function predict(plant: Plant, steps: number, state: Tensor, control: Tensor) {
  const places = plant.line.signals.map(({ of }) => of)
  let next = plant.step(state, { control })
  for (let step = 1; step < steps; step++) next = plant.step(next.state, { control })
  return { state: next.state, signals: next.quantities(places) }
}

/** The steady solution of the Riccati equation in predictor form, and the innovations' covariance. */
function steadyGain(response: Matrix, sensitivity: Matrix, process: Matrix, noise: Matrix) {
  let covariance = process.clone()
  let variance = noise
  let gain = Matrix.zeros(response.rows, noise.rows)
  for (let iteration = 0; iteration < riccatiIterations; iteration++) {
    const seen = covariance.mmul(sensitivity.transpose())
    variance = Matrix.add(sensitivity.mmul(seen), noise)
    gain = response.mmul(seen).mmul(inverse(variance))
    const spread = Matrix.add(response.mmul(covariance).mmul(response.transpose()), process)
    covariance = Matrix.sub(spread, gain.mmul(variance).mmul(gain.transpose()))
  }
  return { gain, variance }
}

const noiseVariance = ({ noise, resolution, low, high }: Signal) =>
  noise ** 2 + resolution ** 2 / 12 + (1e-4 * (high - low)) ** 2

interface Linearised {
  readonly plant: Plant
  readonly steps: number
  /** Settled state, [states]. */
  readonly start: Float32Array
  /** ∂(state a scan later)/∂state, [states, states]. */
  readonly response: Matrix
  /** ∂(signals a scan later)/∂state, [signals, states]. */
  readonly sensitivity: Matrix
}

/** The plant at the line's step, or at one step a scan where that is accurate enough. */
async function nominalPlant(line: Line): Promise<Linearised> {
  const operating = await operatingPoint(line)
  const fine = await linearised(line, line.step, operating)
  // Where states are cut into cells, their number follows from the step: a coarser plant would have other states.
  const { members } = fine.plant.layout
  const hasCells = members.some(({ kind, states }) => Object.keys(states).some((name) => kind.states[name]?.cells))
  if (line.scan === line.step || hasCells) return fine
  const coarse = await linearised(line, line.scan, operating)
  const difference = Matrix.sub(coarse.response, fine.response).abs().max()
  return difference <= coarsest ? coarse : fine
}

interface OperatingPoint {
  readonly state: Float32Array
  readonly control: Float32Array
}

/** Where the line settles under its own control. */
async function operatingPoint(line: Line): Promise<OperatingPoint> {
  const loop = closeLoop(compilePlant(line), baseline)
  const settled = await settledStart(loop)
  return { state: blockOf(loop.layout, settled, 'plant'), control: blockOf(loop.layout, settled, 'control') }
}

/** Exact Jacobians at the operating point: lane i carries the cotangent of row i. */
async function linearised(line: Line, step: Seconds, operating: OperatingPoint): Promise<Linearised> {
  const plant = compilePlant({ ...line, step })
  const { states } = plant.layout
  const steps = Math.round(line.scan / step)

  const jacobian = async (rows: number, of: (state: Tensor, control: Tensor) => Tensor) => {
    const state = input('state', states, rows)
    const control = input('control', line.controls.length, rows)
    const [gradient] = vectorJacobianProduct(
      [of(state, control)],
      [constant(Matrix.eye(rows).to1DArray(), rows, rows)],
      [state],
    )
    const program = await compile({ gradient: gradient as Tensor }, { device: 'cpu' })
    const feeds = { state: widened(operating.state, rows), control: widened(operating.control, rows) }
    const result = await program.run(only(feeds, program.inputs)).finally(() => program.release())
    return Matrix.from1DArray(states, rows, Array.from(result.gradient as Float32Array)).transpose()
  }
  const response = await jacobian(states, (state, control) => predict(plant, steps, state, control).state)
  const sensitivity = await jacobian(
    line.signals.length,
    (state, control) => predict(plant, steps, state, control).signals,
  )
  return { plant, steps, start: operating.state, response, sensitivity }
}

const widened = (column: Float32Array, lanes: number) =>
  Float32Array.from({ length: column.length * lanes }, (_, index) => column[Math.floor(index / lanes)] as number)

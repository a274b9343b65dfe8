import { readFileSync } from 'node:fs'
import { type ClosedLoop, closeLoop } from '../../core/dream/closed-loop.ts'
import type { Controller } from '../../core/dream/controller.ts'
import { add, multiply, sigmoid, subtract, tanh } from '../../core/graph/elementwise.ts'
import { constant, named } from '../../core/graph/leaf.ts'
import { linear } from '../../core/graph/matrix.ts'
import { concatRows, reshape, sliceRows } from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'

export const lineText = readFileSync('assets/lines/three-tank.line.yaml', 'utf8')
export const threeTank: Line = readLine(lineText, 'three-tank.line.yaml')

const hidden = 12

/** A test policy: slow averages of the readings, a minimal gated unit and a head that trims and corrects. */
export function testPolicy(line: Line, kind: 'trim' | 'direct' = 'trim'): Controller {
  const signals = line.signals.length
  const controls = line.controls.length
  const setpoints = line.loops.filter((loop) => loop.kind !== 'interlock').length
  const features = 2 * signals + setpoints + controls
  const outputs = controls + (kind === 'trim' ? signals : 0)
  const layers = [
    [hidden, features + hidden],
    [hidden, features + hidden],
    [outputs, hidden],
  ] as const
  const column = (values: readonly number[]) => constant(values, values.length, 1)
  const low = column(line.signals.map((signal) => signal.low))
  const perSpan = column(line.signals.map((signal) => 1 / (signal.high - signal.low)))
  return {
    name: 'test policy',
    memory: [
      { name: 'average', rows: signals, start: 'settled' },
      { name: 'hidden', rows: hidden, start: 'zero' },
    ],
    parameters: layers.reduce((sum, [rows, inner]) => sum + rows * (inner + 1), 0),
    noise: 0,
    decide({ reading, setpoint, control, memory, parameters }) {
      let taken = 0
      const take = (rows: number, lanes: number) => {
        taken += rows * lanes
        return reshape(sliceRows(parameters as Tensor, taken - rows * lanes, taken), rows, lanes)
      }
      const layer = ([rows, inner]: readonly [number, number], x: Tensor) => linear(take(rows, inner), x, take(rows, 1))
      const scaled = multiply(subtract(reading, low), perSpan)
      const average = named(add(multiply(memory.average as Tensor, 0.95), multiply(scaled, 0.05)), 'slow average')
      const seen = concatRows([scaled, subtract(scaled, average), setpoint as Tensor, control])
      const before = memory.hidden as Tensor
      const gate = sigmoid(layer(layers[0], concatRows([seen, before])))
      const candidate = tanh(layer(layers[1], concatRows([seen, multiply(gate, before)])))
      const state = named(add(before, multiply(gate, subtract(candidate, before))), 'hidden state')
      const head = tanh(layer(layers[2], state))
      const next = { average, hidden: state }
      const controlSpan = column(line.controls.map((each) => each.high - each.low))
      if (kind === 'direct') {
        const share = multiply(add(head, 1), 0.5)
        return {
          direct: add(column(line.controls.map((each) => each.low)), multiply(share, controlSpan)),
          memory: next,
        }
      }
      const signalSpan = column(line.signals.map((each) => each.high - each.low))
      return {
        trim: multiply(multiply(sliceRows(head, 0, controls), controlSpan), line.policy.trim),
        correction: multiply(multiply(sliceRows(head, controls, outputs), signalSpan), line.policy.correction),
        memory: next,
      }
    },
  }
}

export const testParameters = (controller: Controller, seed = 1): Float32Array => {
  const random = randomSource(seed)
  return Float32Array.from({ length: controller.parameters }, () => 0.4 * random.normal())
}

export const testLoop = (kind: 'trim' | 'direct' = 'trim', line = threeTank): ClosedLoop =>
  closeLoop(compilePlant(line), testPolicy(line, kind))

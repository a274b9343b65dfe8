import type { Controller } from '../../../core/dream/controller.ts'
import { add, clip, multiply, subtract } from '../../../core/graph/elementwise.ts'
import { constant } from '../../../core/graph/leaf.ts'
import { matmul } from '../../../core/graph/matrix.ts'
import { concatRows, sliceRows } from '../../../core/graph/shape.ts'
import type { Tensor } from '../../../core/graph/tensor.ts'

type Rows = readonly (readonly number[])[]

/** A linear quadratic regulator with an observer of disturbances, as the rig's `controllers.json` has it: °C and %. */
export interface Law {
  readonly A: Rows
  readonly B: Rows
  readonly C: Rows
  readonly Bd: Rows
  readonly Cd: Rows
  readonly K_lqe: Rows
  readonly K_lqr: Rows
  readonly T_sstp: Rows
}

const kelvin = 273.15
const matrix = (rows: Rows) => constant(rows.flat(), rows.length, rows[0]?.length ?? 0)
const column = (values: readonly number[]) => constant(values, values.length, 1)
const beside = (left: Rows, right: Rows): Rows => left.map((row, index) => [...row, ...(right[index] ?? [])])

/**
 * The law about its point of work: u = −K(x − xs) + us + u0 and the observer's x⁺, d⁺. What the rig adds to the command of an
 * actuator comes in as the controller's exploration noise, [2], in shares of full power: a fresh input at each scan.
 */
export function lawOf(name: string, law: Law, outputs: readonly number[], inputs: readonly number[]): Controller {
  const states = law.A.length
  const disturbances = law.Cd[0]?.length ?? 0
  const observed = [...beside(law.A, law.Bd), ...identity(disturbances, states)]
  const driven = [...law.B, ...Array.from({ length: disturbances }, () => inputs.map(() => 0))]
  return {
    name,
    memory: [{ name: 'observer', rows: states + disturbances, start: 'zero' }],
    parameters: 0,
    noise: inputs.length,
    decide: ({ reading, setpoint, memory, noise }) => {
      const before = memory.observer as Tensor
      const away = (value: Tensor) => subtract(value, column(outputs.map((output) => output + kelvin)))
      const seen = concatRows([sliceRows(before, states, before.rows), away(setpoint as Tensor)])
      const target = matmul(matrix(law.T_sstp), seen)
      const regulated = matmul(matrix(law.K_lqr), subtract(sliceRows(before, 0, states), sliceRows(target, 0, states)))
      const wanted = add(subtract(sliceRows(target, states, target.rows), regulated), column(inputs))
      const command = clip(wanted, 0, 100)
      const innovation = subtract(away(reading), matmul(matrix(beside(law.C, law.Cd)), before))
      const moved = add(matmul(matrix(observed), before), matmul(matrix(driven), subtract(command, column(inputs))))
      return {
        direct: add(multiply(command, 0.01), noise as Tensor),
        memory: { observer: add(moved, matmul(matrix(law.K_lqe), innovation)) },
      }
    },
  }
}

/** The rows of an identity, behind so many columns of zeros. */
const identity = (size: number, before: number): Rows =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: before + size }, (_, position) => (position === before + row ? 1 : 0)),
  )

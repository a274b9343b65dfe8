import { add, multiply, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { concatRows, gatherRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble } from './assemble.ts'
import { firstOrderGain } from './first-order.ts'
import type { PlantInputs, PlantLayout } from './groups.ts'
import type { Control, Line } from './line.ts'

/** What the equipment gets of its controls in a step, and where those positions stand that follow late. */
interface Followed {
  /** [controls, lanes] */
  readonly control: Tensor | undefined
  /** [late controls, lanes], the last rows of the next state; undefined where none is late. */
  readonly positions: Tensor | undefined
}

/** Controls that equipment follows with a first-order lag, one step on from `state`, [states, lanes]. */
export function followControls(line: Line, layout: PlantLayout, state: Tensor, inputs: PlantInputs): Followed {
  const { controls: late, offset } = layout.positions
  const { control, disturbance } = inputs
  const before = late.length === 0 ? undefined : sliceRows(state, offset, offset + late.length)
  if (before === undefined || control === undefined) return { control, positions: before }
  const nominal = constant(
    late.map((row) => (line.controls[row] as Control).lag),
    late.length,
    1,
  )
  const departure = assemble(
    disturbance,
    late.map((control) => {
      const row = line.disturbances.findIndex(
        ({ target }) => target.kind === 'lag' && target.control === line.controls[control]?.tag,
      )
      return row < 0 || disturbance === undefined ? { value: 0 } : { row }
    }),
  )
  const gain = firstOrderGain(add(nominal, departure), line.step)
  const positions = add(before, multiply(gain, subtract(gatherRows(control, late), before)))
  const driven = line.controls.map((_, row) => (late.includes(row) ? line.controls.length + late.indexOf(row) : row))
  return { control: gatherRows(concatRows([control, positions]), driven), positions }
}

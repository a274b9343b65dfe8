import { add } from '../graph/elementwise.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble } from '../line/assemble.ts'
import type { PlantLayout } from '../line/groups.ts'
import type { Line, Place } from '../line/line.ts'

/** A state of the plant that instruments measure as it is. */
export interface MeasuredState {
  /** Row of the plant's state. */
  readonly row: number
  /** Rows of the signals that measure it. */
  readonly signals: readonly number[]
}

/** The states of a line that its signals measure as they are, in the order of the signals. */
export function measuredStates(line: Line, layout: PlantLayout): readonly MeasuredState[] {
  const found = line.signals.flatMap(({ of }, signal) => {
    const row = stateRow(line, layout, of)
    return row === undefined ? [] : [{ row, signal }]
  })
  return [...Map.groupBy(found, ({ row }) => row)].map(([row, all]) => {
    return { row, signals: all.map(({ signal }) => signal) }
  })
}

/** Row of the state at a place, or undefined where none is there or where it is cut into cells. */
export function stateRow(
  line: Line,
  { members }: PlantLayout,
  { component, quantity }: Pick<Place, 'component' | 'quantity'>,
): number | undefined {
  const index = line.components.findIndex(({ tag }) => tag === component)
  const group = members.find(({ components }) => components.includes(index))
  const block = group?.states[quantity]
  if (group === undefined || block?.rows !== group.components.length) return undefined
  return block.offset + group.components.indexOf(index)
}

/** Mean over the sound signals of a state, of those of their values, [signals], that are known; NaN where there is none. */
export function meanOfSound(
  line: Line,
  { signals }: MeasuredState,
  values: ArrayLike<number>,
  failing: readonly string[],
): number {
  const known = signals
    .filter((signal) => !failing.includes(line.signals[signal]?.tag as string))
    .map((signal) => values[signal] as number)
    .filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

/** The plant's state, [states, lanes], with its measured states moved by `shift`, [measured states, lanes]. */
export function moved(measured: readonly MeasuredState[], state: Tensor, shift: Tensor): Tensor {
  const picks = Array.from({ length: state.rows }, (_, row) => {
    const index = measured.findIndex((each) => each.row === row)
    return index < 0 ? { value: 0 } : { row: index }
  })
  return add(state, assemble(shift, picks))
}

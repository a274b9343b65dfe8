import { subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line } from '../line/line.ts'
import type { Block, Blocks } from './layout.ts'

/** What a controller is shown at a scan: tensors [rows, lanes]. */
export interface View {
  /** What the instruments show, [signals, lanes]. */
  readonly reading: Tensor
  /** [set points, lanes] */
  readonly setpoint: Tensor | undefined
  /** Controls as applied during the last scan, [controls, lanes]. */
  readonly control: Tensor
  readonly memory: Blocks
  /** [parameters, 1]; absent where the controller has none. */
  readonly parameters: Tensor | undefined
  /** Standard normal exploration noise, [controller's `noise`, lanes]; absent when it is to act without. */
  readonly noise: Tensor | undefined
  /** True values of the signals, [signals, lanes]. For an oracle's eyes only. */
  readonly truth: Tensor
}

/** What a controller adds to the line's own control. */
export interface Decision {
  /** Added to the readings before the loops see them, [signals, lanes]. */
  readonly correction?: Tensor
  /** Added to the loops' outputs, [controls, lanes]. */
  readonly trim?: Tensor
  /** Takes the place of the loops' outputs, [controls, lanes]. */
  readonly direct?: Tensor
  /** How far `direct` takes that place, 0 to 1, [controls, lanes]; wholly by default. */
  readonly share?: Tensor
  readonly memory: Blocks
  /** What a trainer needs to know of the decision, by name. */
  readonly record?: Blocks
}

/** A block of a controller's memory, and what it holds when a dream begins. */
export interface MemoryBlock extends Block {
  /** What the line's ordinary running leaves in it (`settled`), zeros, or given values. */
  readonly start: 'settled' | 'zero' | Float32Array
}

/** Anything that acts on the line once a scan. Pure: what it remembers lies in its memory. */
export interface Controller {
  readonly name: string
  readonly memory: readonly MemoryBlock[]
  /** Length of its flat vector of parameters. */
  readonly parameters: number
  /** Rows of exploration noise it takes. */
  readonly noise: number
  decide(view: View): Decision
}

const remembersNothing = { memory: [], parameters: 0, noise: 0 } as const

/** The line's own loops and nothing else. */
export const baseline: Controller = { name: 'baseline', ...remembersNothing, decide: () => ({ memory: {} }) }

/** Controls stay where they stand at the start. */
export function doNothing(line: Line): Controller {
  const start = constant(
    line.controls.map((control) => control.start),
    line.controls.length,
    1,
  )
  return { name: 'do nothing', ...remembersNothing, decide: () => ({ direct: start, memory: {} }) }
}

/** The line's own loops, shown the true values: no noise, no lag, no instrument fault. */
export const oracle: Controller = {
  name: 'oracle',
  ...remembersNothing,
  decide: ({ reading, truth }) => ({ correction: subtract(sliceRows(truth, 0, reading.rows), reading), memory: {} }),
}

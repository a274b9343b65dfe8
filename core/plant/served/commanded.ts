import type { Controller } from '../../dream/controller.ts'
import { sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'

/** What is asked of a line's control from outside for one scan, SI. What is left out is not asked for. */
export interface Commands {
  /** Added to what the loops ask of the controls, [controls]. */
  readonly trim?: readonly number[]
  /** Added to what the loops see, [signals]. */
  readonly correction?: readonly number[]
  /** Takes the loops' place, [controls]; NaN where a loop keeps its control. */
  readonly request?: readonly number[]
  /** How far the requests take that place, 0 to 1; wholly by default. */
  readonly share?: number
}

/** The line's own loops under commands from outside, which stand in place of a policy's parameters. */
export function commanded(line: Line): Controller {
  const [signals, controls] = [line.signals.length, line.controls.length]
  return {
    name: 'commanded',
    memory: [],
    parameters: signals + 3 * controls,
    noise: 0,
    decide: ({ parameters }) => {
      const rows = (from: number, count: number) => sliceRows(parameters as Tensor, from, from + count)
      return {
        correction: rows(0, signals),
        trim: rows(signals, controls),
        direct: rows(signals + controls, controls),
        share: rows(signals + 2 * controls, controls),
        memory: {},
      }
    },
  }
}

/** Commands as the parameters of `commanded`, [signals + 3·controls]. */
export function parametersOf(line: Line, { trim, correction, request, share = 1 }: Commands): Float32Array {
  const isAsked = (row: number) => request !== undefined && !Number.isNaN(request[row])
  return Float32Array.from([
    ...line.signals.map((_, row) => correction?.[row] ?? 0),
    ...line.controls.map((_, row) => trim?.[row] ?? 0),
    ...line.controls.map((_, row) => (isAsked(row) ? (request?.[row] as number) : 0)),
    ...line.controls.map((_, row) => (isAsked(row) ? share : 0)),
  ])
}

import { tallyScan } from '../dream/outcome.ts'
import { multiply } from '../graph/elementwise.ts'
import { constant, input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import type { Line, Place, Signal } from '../line/line.ts'
import { setpointLoops } from '../scenario/course.ts'

/** What some instruments read at a moment, and what was wanted of the loops that have a set point, SI. */
export interface Moment {
  /** [signals] */
  readonly readings: readonly number[]
  /** [set points] */
  readonly setpoints: readonly number[]
}

/** The cost of a line as far as readings show it. */
export interface ReadingCost {
  /** What it is computed of. */
  readonly signals: readonly Signal[]
  /** Goals and limits by name that are on quantities which none of the signals measures: they are not in the cost. */
  readonly unmeasured: readonly string[]
  /** What a dream would cost that was like the moment all the time, without unit, one a moment. */
  of(moments: readonly Moment[]): Promise<Float64Array>
}

const lanes = 512

/** What the line's goals and limits make of these signals; undefined where none of them is on what they measure. */
export function readingCost(line: Line, signals: readonly Signal[]): ReadingCost | undefined {
  const isMeasured = (place: Place) =>
    signals.some(({ of }) => of.component === place.component && of.quantity === place.quantity)
  const aims = [...line.goals, ...line.limits]
  const unmeasured = aims.filter(({ of }) => !isMeasured(of)).map(({ name }) => name)
  if (unmeasured.length === aims.length) return undefined
  const shown = {
    ...line,
    signals,
    goals: line.goals.filter(({ of }) => isMeasured(of)),
    limits: line.limits.filter(({ of }) => isMeasured(of)),
  }
  return { signals, unmeasured, of: (moments) => costsOf(shown, moments) }
}

async function costsOf(line: Line, moments: readonly Moment[]): Promise<Float64Array> {
  const setpoints = setpointLoops(line).length
  const zeros = (rows: number) => (rows === 0 ? undefined : constant([0], rows, 1))
  const { cost } = tallyScan(
    line,
    input('readings', line.signals.length, lanes),
    setpoints === 0 ? undefined : input('setpoints', setpoints, lanes),
    {
      error: zeros(line.goals.length),
      outside: zeros(line.limits.length),
      crossings: zeros(line.limits.length),
      beyond: zeros(line.limits.length),
      tripped: constant([0], 1, 1),
      cost: constant([0], 1, 1),
    },
  )
  const program = await compile({ rate: multiply(cost, line.horizon / line.scan) }, { device: 'cpu' })
  const costs = new Float64Array(moments.length)
  try {
    for (let first = 0; first < moments.length; first += lanes) {
      const some = moments.slice(first, first + lanes)
      const rowsOf = (name: keyof Moment, rows: number) => {
        const values = new Float32Array(rows * lanes)
        some.forEach((moment, lane) => {
          for (let row = 0; row < rows; row++) values[row * lanes + lane] = moment[name][row] as number
        })
        return values
      }
      const feeds = { readings: rowsOf('readings', line.signals.length), setpoints: rowsOf('setpoints', setpoints) }
      const needed = Object.entries(feeds).filter(([name]) => name in program.inputs)
      const { rate } = (await program.run(Object.fromEntries(needed))) as { rate: Float32Array }
      costs.set(rate.subarray(0, some.length), first)
    }
  } finally {
    await program.release()
  }
  return costs
}

import type { Controller } from '../dream/controller.ts'
import type { Blocks } from '../dream/layout.ts'
import type { Observer, ObserverMemory } from '../dream/observer.ts'
import { maximum, minimum, multiply, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import type { Line } from '../line/line.ts'

/**
 * What a good engineer would add to the loops without learning: a residual against the line's balances that jumps beyond
 * five standard deviations for one scan is taken for an instrument's offset and taken off the reading (Gertler, Fault Detection and
 * Diagnosis in Engineering Systems, 1998, ch. 3).
 */
export function classicalRival(line: Line, observer: Observer): Controller {
  const { signals } = line
  const column = (of: (signal: Line['signals'][number], row: number) => number) =>
    constant(signals.map(of), signals.length, 1)
  const deviation = column((_, row) => observer.deviation[row] as number)
  return {
    name: 'rival',
    memory: observer.memory,
    parameters: 0,
    noise: 0,
    decide: ({ reading, control, memory }) => {
      const { estimate, jumps, alarm } = observer.observe(memory as Blocks & ObserverMemory, control, reading)
      const corrected = subtract(reading, multiply(jumps, deviation))
      const inRange = minimum(
        maximum(
          corrected,
          column(({ low }) => low),
        ),
        column(({ high }) => high),
      )
      return { correction: subtract(inRange, reading), memory: { estimate, jumps, alarm } }
    },
  }
}

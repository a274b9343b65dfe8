import type { Line } from '../../line/line.ts'
import { compilePlant } from '../../line/plant.ts'
import { followOf, laggedStart } from './look.ts'
import { createFreeRunner } from './run.ts'
import { startOf } from './starts.ts'
import type { Window } from './windows.ts'

/**
 * Root-mean-square error of each signal over free runs of a line's causal model, each begun where its window does, SI; NaN
 * where nothing was measured.
 */
export async function errorsOf(
  line: Line,
  windows: readonly Window[],
  signal: AbortSignal | undefined,
): Promise<readonly number[]> {
  if (windows.length === 0) return line.signals.map(() => Number.NaN)
  const plant = compilePlant({ ...line, disturbances: [] })
  const follow = Float32Array.from(line.signals, ({ lag }) => followOf(line.scan)(lag))
  const longest = Math.max(...windows.map(({ controls }) => controls.length))
  const runner = await createFreeRunner(plant, windows.length, { scans: longest, sloped: false })
  const runs = await runner
    .run(
      windows.map((window) => ({
        controls: window.controls,
        start: {
          state: startOf(plant, window),
          lagged: laggedStart(plant, window),
          departure: new Float32Array(0),
          follow,
        },
      })),
      signal,
    )
    .finally(() => runner.release())
  return line.signals.map((_, index) => {
    const squares = windows.flatMap(({ readings, runIn }, window) =>
      readings.slice(1 + runIn).map((reading, after) => {
        const predicted = runs[window]?.reading[(runIn + after) * line.signals.length + index] as number
        return ((reading[index] as number) - predicted) ** 2
      }),
    )
    const measured = squares.filter((square) => !Number.isNaN(square))
    return Math.sqrt(measured.reduce((sum, square) => sum + square, 0) / measured.length)
  })
}

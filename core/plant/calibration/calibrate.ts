import type { Recording } from '../../dream/recording.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant } from '../../line/plant.ts'
import { type Calibration, calibratedLine, type SignalError } from './calibration.ts'
import { errorsOf } from './errors.ts'
import { fit } from './fit.ts'
import { parametersOf, togetherOf } from './identification.ts'
import { CalibrationError, free, unknownsOf } from './unknowns.ts'
import { cut, split, spread, type Window } from './windows.ts'

export interface CalibrateOptions {
  /** Share of each recording that is fitted, from its beginning; what comes after is held out. All by default. */
  readonly share?: number
  /** Names of what to fit, such as `TM-101.mass`, `TT-101.lag` or `ambient`. */
  readonly only?: readonly string[]
  readonly iterations?: number
  readonly signal?: AbortSignal
  readonly onIteration?: (iteration: number, iterations: number, cost: number) => void
}

const mostIterations = 25
/** Windows beyond this many are left out of the fit, evenly. */
const mostWindows = 32
/** Shorter windows say little. */
const fewestScans = 10

/**
 * Fits the sizes, coefficients, losses and lags of a line's causal model, and the ambient temperature, to what a plant went
 * through. The same recordings give the same calibration.
 * @throws {CalibrationError} for a name in `only` that is nothing to fit, and recordings that are too short.
 */
export async function calibrate(
  line: Line,
  recordings: readonly Recording[],
  { share = 1, only, iterations = mostIterations, signal, onIteration }: CalibrateOptions = {},
): Promise<Calibration> {
  const unknowns = unknownsOf(line, compilePlant(line).layout, only)
  const freed = free(line, unknowns)
  const plant = compilePlant(freed.line)
  const parts = split(recordings, share)
  const [fitted, heldOut] = [cut(line, parts.fitted, fewestScans), cut(line, parts.heldOut, fewestScans)]
  if (fitted.length === 0 || unknowns.length === 0) {
    const problem = unknowns.length === 0 ? 'The line has nothing to fit' : 'The log holds nothing to fit to'
    throw new CalibrationError(
      problem,
      `A log has to last ${fewestScans} scans without a gap, and the line to have sizes`,
    )
  }
  const found = await fit(plant, freed, unknowns, spread(fitted, mostWindows), {
    iterations,
    signal,
    onIteration: (iteration, cost) => onIteration?.(iteration, iterations, cost),
  })
  const parameters = parametersOf(unknowns, found)
  const after = calibratedLine(line, { parameters })
  const errors = async (windows: readonly Window[]): Promise<readonly SignalError[]> => {
    const [before, now] = [await errorsOf(line, windows, signal), await errorsOf(after, windows, signal)]
    return line.signals.map(({ tag }, index) => ({
      signal: tag,
      before: before[index] as number,
      after: now[index] as number,
    }))
  }
  return {
    parameters,
    together: togetherOf(unknowns, found),
    fitted: await errors(fitted),
    ...(heldOut.length > 0 && { heldOut: await errors(heldOut) }),
  }
}

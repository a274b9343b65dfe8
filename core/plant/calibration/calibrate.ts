import type { Recording } from '../../dream/recording.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant } from '../../line/plant.ts'
import { holdOf } from '../hold.ts'
import { type CalibratedParameter, type Calibration, calibratedLine, type SignalError } from './calibration.ts'
import { errorsOf } from './errors.ts'
import { fit } from './fit.ts'
import { parametersOf, togetherOf } from './identification.ts'
import { hasUnmeasured } from './starts.ts'
import { CalibrationError, free, type Unknown, unknownsOf } from './unknowns.ts'
import { cut, fewestScans, fittedLength, measuredLength, type Stretch, split, spread } from './windows.ts'

export interface CalibrateOptions {
  /** Share of each recording that is fitted, from its beginning; what comes after is held out. All by default. */
  readonly share?: number
  /** Names of what to fit, such as `TM-101.mass`, `TT-101.lag` or `ambient`. */
  readonly only?: readonly string[]
  readonly iterations?: number
  readonly signal?: AbortSignal
  readonly onIteration?: (iteration: number, iterations: number, cost: number) => void
}

/** In scans: a lag that the line file leaves out is taken up where the log shows a longer one. */
const shortestInstrumentLag = 1
const shortestDriveLag = 0.5
const mostIterations = 25
/** Of a long log, windows all along it are fitted that have about so many scans together. */
const mostScans = 6000

type Found = Pick<Calibration, 'parameters' | 'together'>

/**
 * What to fit where the line's own loops do not hold the line that was found, as they held the plant: lags of drives and of
 * instruments in the same loop can hardly be told apart, and together come out too long.
 */
function withFewerLags(unknowns: readonly Unknown[]): readonly (readonly Unknown[])[] {
  const declared = unknowns.filter(({ parameter, prior }) => parameter !== 'lag' || prior > 0)
  return [declared, declared.filter(({ parameter }) => parameter !== 'lag')]
}

/**
 * Fits the sizes, coefficients, losses and lags of a line's causal model, and the ambient temperature, to what a plant went
 * through. A lag that the line file leaves out is taken up where the log shows one that matters. The same
 * recordings give the same calibration.
 * @throws {CalibrationError} for a name in `only` that is nothing to fit, and recordings that are too short.
 */
export async function calibrate(
  line: Line,
  recordings: readonly Recording[],
  { share = 1, only, iterations = mostIterations, signal, onIteration }: CalibrateOptions = {},
): Promise<Calibration> {
  const asWritten = compilePlant(line)
  const { layout } = asWritten
  const runIn = hasUnmeasured(asWritten) ? fittedLength(line) : 0
  const all = layout.states === 0 ? [] : unknownsOf(line, layout, only)
  const parts = split(recordings, share)
  const windows = spread(cut(line, parts.fitted, fittedLength(line), runIn), mostScans)
  if (windows.length === 0 || all.length === 0) {
    const problem = all.length === 0 ? 'The line has nothing to fit' : 'The log holds nothing to fit to'
    const remedy = `A log has to last ${fewestScans} scans without a gap, and the line to have sizes`
    throw new CalibrationError(problem, remedy)
  }
  const fitTo = async (unknowns: readonly Unknown[]): Promise<Found> => {
    if (unknowns.length === 0) return { parameters: [], together: [] }
    const freed = free(line, unknowns)
    const onEach = (iteration: number, cost: number) => onIteration?.(iteration, iterations, cost)
    const plant = compilePlant(freed.line)
    const found = await fit(plant, freed, unknowns, windows, { iterations, signal, onIteration: onEach })
    return { parameters: parametersOf(unknowns, found), together: togetherOf(unknowns, found) }
  }
  const first = await fitTo(all)
  const shown = all.filter(({ component, prior }, index) => {
    const isDrive = line.controls.some(({ tag }) => tag === component)
    const least = line.scan * (isDrive ? shortestDriveLag : shortestInstrumentLag)
    return prior > 0 || (first.parameters[index] as CalibratedParameter).interval[0] > least
  })
  const isHeld = await holdOf(line)
  let found = shown.length === all.length ? first : await fitTo(shown)
  for (const fewer of withFewerLags(shown)) {
    if (await isHeld(compilePlant(calibratedLine(line, found)))) break
    found = await fitTo(fewer)
  }
  const after = calibratedLine(line, found)
  const errors = async (stretches: readonly Stretch[]): Promise<readonly SignalError[]> => {
    const windows = cut(line, stretches, measuredLength(line), runIn)
    const [before, now] = [await errorsOf(line, windows, signal), await errorsOf(after, windows, signal)]
    return line.signals.map(({ tag }, index) => ({
      signal: tag,
      before: before[index] as number,
      after: now[index] as number,
    }))
  }
  return {
    ...found,
    fitted: await errors(parts.fitted),
    ...(share < 1 && { heldOut: await errors(parts.heldOut) }),
  }
}

import type { Recording } from '../../dream/recording.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant } from '../../line/plant.ts'
import { holdOf } from '../hold.ts'
import { type CalibratedParameter, type Calibration, calibratedLine, type SignalError } from './calibration.ts'
import { errorsOf } from './errors.ts'
import { fit } from './fit.ts'
import { parametersOf, togetherOf } from './identification.ts'
import { hasUnmeasured } from './starts.ts'
import { CalibrationError, free, type Unknown, waysToFit } from './unknowns.ts'
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
/** Share by which a way to fit has to be better than another that was tried first. */
const clearly = 0.02
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
  const ways = layout.states === 0 ? [] : waysToFit(line, layout, only).filter((unknowns) => unknowns.length > 0)
  const parts = split(recordings, share)
  const windows = spread(cut(line, parts.fitted, fittedLength(line), runIn), mostScans)
  if (windows.length === 0 || ways.length === 0) {
    const problem = ways.length === 0 ? 'The line has nothing to fit' : 'The log holds nothing to fit to'
    const remedy = `A log has to last ${fewestScans} scans without a gap, and the line to have sizes`
    throw new CalibrationError(problem, remedy)
  }
  const isHeld = await holdOf(line)
  const fitTo = async (unknowns: readonly Unknown[]): Promise<Found> => {
    if (unknowns.length === 0) return { parameters: [], together: [] }
    const freed = free(line, unknowns)
    const onEach = (iteration: number, cost: number) => onIteration?.(iteration, iterations, cost)
    const plant = compilePlant(freed.line)
    const found = await fit(plant, freed, unknowns, windows, { iterations, signal, onIteration: onEach })
    return { parameters: parametersOf(unknowns, found), together: togetherOf(unknowns, found) }
  }
  const fitHeld = async (all: readonly Unknown[]): Promise<Found> => {
    const first = await fitTo(all)
    const shown = all.filter(({ prior }, index) => {
      const { component, interval } = first.parameters[index] as CalibratedParameter
      return prior > 0 || interval[0] > line.scan * shortestLag(line, component)
    })
    let found = shown.length === all.length ? first : await fitTo(shown)
    for (const fewer of withFewerLags(shown)) {
      if (await isHeld(compilePlant(calibratedLine(line, found)))) break
      found = await fitTo(fewer)
    }
    return found
  }
  const errors = async (found: Found, stretches: readonly Stretch[]): Promise<readonly SignalError[]> => {
    const windows = cut(line, stretches, measuredLength(line), runIn)
    const before = await errorsOf(line, windows, signal)
    const after = await errorsOf(calibratedLine(line, found), windows, signal)
    return line.signals.map(({ tag }, index) => ({
      signal: tag,
      before: before[index] as number,
      after: after[index] as number,
    }))
  }
  let best: (Found & Pick<Calibration, 'fitted'>) | undefined
  for (const unknowns of ways) {
    const found = await fitHeld(unknowns)
    const fitted = await errors(found, parts.fitted)
    if (best === undefined || isClearlySmaller(fitted, best.fitted)) best = { ...found, fitted }
  }
  const found = best as NonNullable<typeof best>
  return { ...found, ...(share < 1 && { heldOut: await errors(found, parts.heldOut) }) }
}

/** How long a lag has to be that the line file leaves out, in scans: a drive's shows in the innovations of the observer. */
const shortestLag = (line: Line, component: string): number =>
  line.controls.some(({ tag }) => tag === component) ? shortestDriveLag : shortestInstrumentLag

/** Whether errors are smaller than others by more than could be chance, on the mean over the signals. */
function isClearlySmaller(errors: readonly SignalError[], others: readonly SignalError[]): boolean {
  const ratios = errors.map(({ after }, index) => Math.log(after / (others[index] as SignalError).after))
  const told = ratios.filter(Number.isFinite)
  return told.reduce((sum, ratio) => sum + ratio, 0) < -clearly * told.length
}

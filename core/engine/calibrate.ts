import { writeFileSync } from 'node:fs'
import { differenceUnit } from '../line/file/names.ts'
import { rewritten, writtenAt } from '../line/file/rewrite.ts'
import { parseUnit } from '../line/unit.ts'
import { calibrate as calibrateLine } from '../plant/calibration/calibrate.ts'
import type { SignalError } from '../plant/calibration/calibration.ts'
import { CalibrationError, parameterName } from '../plant/calibration/unknowns.ts'
import { inUnitOf, writtenOf } from '../plant/calibration/written.ts'
import { wantedBy } from '../plant/columns.ts'
import { readLog } from '../plant/log.ts'
import { recordingsOf } from '../plant/recordings.ts'
import { changeLine } from './change-line.ts'
import { summarise } from './check.ts'
import type { SignalFit, WrittenValue } from './contract/calibration.ts'
import { type Engine, EngineError } from './contract.ts'
import { compileSource, loadSource, type Source } from './source.ts'

/** Fits the parameters of a line's causal model to logs; writes a file only where `out` names a new one. */
export const calibrate: Engine['calibrate'] = async ({ line: path, logs, out, ...options }, job = {}) => {
  const source = loadSource(path)
  const { line } = source
  const read = await Promise.all(logs.map((log) => readLog(log, wantedBy(line))))
  const recordings = read.flatMap((log) => recordingsOf(line, log))
  const calibration = await calibrateLine(line, recordings, {
    ...options,
    ...(job.signal && { signal: job.signal }),
    onIteration: (done, total, cost) =>
      job.onProgress?.({ task: 'Fitting', done, total, unit: 'steps', note: `cost ${cost.toFixed(1)}` }),
  }).catch((error) => {
    if (!(error instanceof CalibrationError)) throw error
    throw new EngineError([{ message: `${error.problem}.`, remedy: `${error.remedy}.` }])
  })
  const inUnits = calibration.parameters.map((each) => inUnitOf(line, each, (keys) => writtenAt(source.text, keys)))
  const values = inUnits.map(writtenOf)
  if (out !== undefined) writeNew(source, values, out)
  return {
    line: line.name,
    hash: source.hash,
    parameters: calibration.parameters.map((parameter, index) => {
      const { unit, prior, value, interval } = inUnits[index] as (typeof inUnits)[number]
      const { isIdentified } = parameter
      return { name: parameterName(parameter), unit, before: prior, after: value, interval, isIdentified }
    }),
    together: calibration.together,
    fitted: calibration.fitted.map((each) => inSignalUnit(source, each)),
    ...(calibration.heldOut && { heldOut: calibration.heldOut.map((each) => inSignalUnit(source, each)) }),
    values,
    ...(out !== undefined && { out }),
  }
}

/** Puts values that were found into the line file, once the engineer has said yes; refused where the file has changed since. */
export const adoptValues: Engine['adoptValues'] = async ({ line: path, hash, values }) =>
  summarise(changeLine(path, hash, (text) => rewritten(text, values)))

function inSignalUnit({ line }: Source, { signal: tag, before, after }: SignalError): SignalFit {
  const unit = differenceUnit(line.signals.find((signal) => signal.tag === tag)?.unit ?? '')
  const factor = parseUnit(unit)?.factor ?? 1
  const shown = (error: number) => (Number.isNaN(error) ? null : error / factor)
  return { tag, unit, before: shown(before), after: shown(after) }
}

function writeNew(source: Source, values: readonly WrittenValue[], out: string): void {
  const text = rewritten(source.text, values)
  compileSource(text, out)
  try {
    writeFileSync(out, text, { flag: 'wx' })
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const message = isThere ? 'The file is there already; nothing was written.' : 'The file cannot be written.'
    const remedy = isThere ? 'Name a new file.' : 'Check the folder and your rights to it.'
    throw new EngineError([{ message, remedy, where: out }])
  }
}

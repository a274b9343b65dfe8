import { type Seconds, seconds } from '../line/dimension.ts'
import type { Line } from '../line/line.ts'
import type { Trusted } from './contract/trust.ts'
import { EngineError } from './contract.ts'

/** Dreams last a multiple of so many scans, which divides into equal calls. */
const scansTogether = 12
/** What sets in as late as faults do still has ten scans, the filter of the innovations, in which to show. */
const fewestScans = 36
const rounding = 1e-9

/**
 * How long training dreams last where a log shows that the model cannot be trusted over the line's horizon; undefined where
 * they are not cut. Throws `EngineError` where that is too short to learn from.
 */
export function cutHorizon(line: Line, { trust }: Trusted): Seconds | undefined {
  if (trust?.first === undefined || trust.horizon >= line.horizon) return undefined
  const scans = scansTogether * Math.floor(trust.horizon / line.scan / scansTogether + rounding)
  if (scans >= fewestScans) return seconds(scans * line.scan)
  const problem = {
    message: `Training dreams last at least ${fewestScans * line.scan} s. ${trust.sentence}`,
    remedy: `Fit the model to a log, or allow ${trust.first} a wider tolerance; or train over the whole horizon of the line regardless (--whole).`,
  }
  throw new EngineError([problem], { refused: true })
}

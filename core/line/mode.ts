import { type InstrumentMode, instrumentModes } from './instrument.ts'
import type { FailureMode } from './kind.ts'
import type { Failure, Line } from './line.ts'

/** The mode that a failure of the line is an occurrence of. Throws where the line was not read from a file. */
export function modeOf(line: Line, { on, mode }: Failure): FailureMode | InstrumentMode {
  const found = line.components.find(({ tag }) => tag === on)?.kind.modes[mode] ?? instrumentModes[mode]
  if (found === undefined) throw new RangeError(`${on} has no failure mode ${mode}`)
  return found
}

/** Whether a failure is there or not, with nothing between: a stuck valve has no severity to choose. */
export function hasDegrees(line: Line, failure: Failure): boolean {
  const { low, high } = modeOf(line, failure).severity
  const [mildest, worst] = failure.severity
  return low !== high || mildest !== worst
}

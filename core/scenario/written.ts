import { type Seconds, seconds } from '../line/dimension.ts'
import { type Complaint, quote } from '../line/file/problem.ts'
import { unknownWord } from '../line/file/shape.ts'
import type { Failure, Line } from '../line/line.ts'
import { difference, type Measure, measure } from '../line/measure.ts'
import { hasDegrees, modeOf } from '../line/mode.ts'
import { formatQuantity, isComplaint, parseQuantity } from '../line/quantity.ts'
import { type Fault, faultOf } from './scenario.ts'

/** A fault in the words of the line file. Severity is left out where the mode has no degrees. */
export interface WrittenFault {
  readonly failure: string
  readonly onset: string
  readonly severity?: string
  readonly duration?: string
}

/** What is wrong with a fault as written, and in which field. */
export interface FaultComplaint extends Complaint {
  readonly field: keyof WrittenFault
}

/** A fault as the line file would have it, each number to six digits. */
export function writeFault(line: Line, { failure: name, onset, severity, duration }: Fault): WrittenFault {
  const failure = line.failures.find((candidate) => candidate.name === name)
  return {
    failure: name,
    onset: writeTime(onset),
    ...(failure !== undefined && hasDegrees(line, failure) && { severity: formatQuantity(severity, failure.unit) }),
    ...(duration !== null && { duration: writeTime(duration) }),
  }
}

const writeTime = (time: number) => formatQuantity(time, time >= 60 && time % 60 === 0 ? 'min' : 's')

function severityMeasure(line: Line, failure: Failure): Measure {
  const { severity } = modeOf(line, failure)
  if ('dimension' in severity) return difference(severity.dimension)
  const signal = line.signals.find(({ tag }) => tag === failure.on)
  return difference((severity.relative && signal?.of.dimension) || 'fraction')
}

/**
 * A fault from the words of the line file: the worst of its range and as long as the failure says, where nothing is
 * written. Gives what is wrong where the line has no such failure, a number has the wrong unit or lies outside of the
 * failure's range, or the fault begins after the horizon.
 */
export function readFault(line: Line, written: WrittenFault): Fault | FaultComplaint {
  const failure = line.failures.find(({ name }) => name === written.failure)
  if (failure === undefined) {
    const names = line.failures.map(({ name }) => name)
    return { field: 'failure', ...unknownWord(written.failure, 'failure of this line', names) }
  }
  const onset = parseQuantity(written.onset, measure('time'))
  if (isComplaint(onset)) return { field: 'onset', ...onset }
  if (onset.value < 0 || onset.value > line.horizon) {
    const when = onset.value < 0 ? 'before the day begins' : 'after the horizon'
    const remedy = `write a time from 0 s to ${writeTime(line.horizon)}`
    return { field: 'onset', message: `${quote(written.onset)} is ${when}`, remedy }
  }
  const severity = severityOf(line, failure, written.severity)
  if (typeof severity === 'object') return { field: 'severity', ...severity }
  const duration = written.duration === undefined ? undefined : durationOf(written.duration)
  if (typeof duration === 'object') return { field: 'duration', ...duration }
  return faultOf(failure, { onset: seconds(onset.value), severity, ...(duration && { duration }) })
}

function severityOf(line: Line, failure: Failure, written: string | undefined): number | Complaint {
  const [low, high] = failure.severity
  if (written === undefined) return high
  const parsed = parseQuantity(written, severityMeasure(line, failure))
  if (isComplaint(parsed)) return parsed
  // As written to six digits, the ends of a range may lie just outside of it.
  const within = Math.min(high, Math.max(low, parsed.value))
  if (Math.abs(within - parsed.value) <= 1e-5 * Math.max(Math.abs(low), Math.abs(high))) return within
  const range = `${formatQuantity(low, failure.unit)} to ${formatQuantity(high, failure.unit)}`
  const message = `${quote(written)} is outside the severity of ${quote(failure.name)}`
  return { message, remedy: `write a value from ${range}, or widen the failure's severity` }
}

function durationOf(written: string): Seconds | Complaint {
  const parsed = parseQuantity(written, measure('time'))
  if (isComplaint(parsed)) return parsed
  if (parsed.value > 0) return seconds(parsed.value)
  return { message: `${quote(written)} is no time at all`, remedy: 'write more than 0 s, or leave it out' }
}

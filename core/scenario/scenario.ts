import { type Seconds, seconds } from '../line/dimension.ts'
import type { Failure } from '../line/line.ts'

/** One occurrence of a failure the line declares. */
export interface Fault {
  /** Name of the failure in the line file. */
  readonly failure: string
  readonly onset: Seconds
  /** In SI. */
  readonly severity: number
  /** Time from onset to full severity of a ramp. */
  readonly ramp: Seconds
  /** Infinity where nothing ends it; written as null in JSON. */
  readonly duration: Seconds | null
}

/** A step of a set point or of a disturbed parameter, to `value` in SI at a moment. */
export interface Change {
  /** Name of the disturbance in the line file. */
  readonly disturbance: string
  readonly at: Seconds
  readonly value: number
}

/** What happens in one dream. It is data: it can be kept, sent, edited and dreamt again. */
export interface Scenario {
  readonly name: string
  readonly faults: readonly Fault[]
  readonly changes: readonly Change[]
  /** Factors on the plant's uncertain parameters, in the order of the plant's layout. */
  readonly factors: readonly number[]
  /** Expected occurrences a year; 0 for ordinary days, which are not rare. */
  readonly likelihood: number
}

/** An occurrence of a failure that sets in as the failure does, and lasts as long as it does where nothing else is said. */
export function faultOf(
  failure: Failure,
  {
    onset,
    severity,
    duration = failure.duration,
  }: { onset: Seconds; severity: number; duration?: Seconds | undefined },
): Fault {
  return {
    failure: failure.name,
    onset,
    severity,
    ramp: failure.profile === 'ramp' ? failure.ramp : seconds(0),
    duration: Number.isFinite(duration) ? duration : null,
  }
}

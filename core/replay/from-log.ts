import { unbrokenRows } from '../dream/unbroken-rows.ts'
import type { Line } from '../line/line.ts'
import type { Experience, Sequence } from './experience.ts'

/** What the running line has been through: one value a row, SI. */
export interface LoggedValues {
  readonly name: string
  /** s, rising */
  readonly time: Float64Array
  /** In the order of the line's signals; undefined where the log lacks one. */
  readonly signals: readonly (Float64Array | undefined)[]
  /** In the order of the line's controls. */
  readonly controls: readonly Float64Array[]
}

/**
 * The experiences in a log, taken once a scan from the latest row; where that is a scan old or older, a new sequence begins
 * with the next one. Nothing is known of faults and outcomes there.
 */
export function sequencesOfLog(line: Line, log: LoggedValues): readonly Sequence[] {
  const scenario = { name: log.name, faults: [], changes: [], factors: [], likelihood: 0 }
  const background = { provenance: 'real', policyRound: 0, value: 1, scenario, chain: [] } as const
  return unbrokenRows(log.time, line.scan)
    .map((rows) => rows.slice(1).map((_, scan) => experienceAt(line, log, scan, rows[scan]!, rows[scan + 1]!)))
    .filter((experiences) => experiences.length > 0)
    .map((experiences) => ({ ...background, experiences }))
}

function experienceAt(line: Line, log: LoggedValues, scan: number, row: number, next: number): Experience {
  const readings = (at: number) =>
    Float32Array.from(line.signals, (_, signal) => log.signals[signal]?.[at] ?? Number.NaN)
  return {
    scan,
    state: readings(row),
    control: Float32Array.from(line.controls, (_, control) => log.controls[control]?.[row] as number),
    fault: new Float32Array(line.failures.length),
    nextState: readings(next),
    outcome: null,
    reasoning: null,
  }
}

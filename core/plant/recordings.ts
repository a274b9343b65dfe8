import type { Recording } from '../dream/recording.ts'
import { unbrokenRows } from '../dream/unbroken-rows.ts'
import type { Line } from '../line/line.ts'
import { setpointLoops } from '../scenario/course.ts'
import { matchColumns } from './columns.ts'
import type { Log } from './log.ts'

/**
 * What a log recorded of a line, once a scan from the latest row; a new recording begins after each gap. A set point that
 * the log lacks is the one of the line file.
 * @throws {LogError} where the log does not fit the line.
 */
export function recordingsOf(line: Line, log: Log): readonly Recording[] {
  const { signals, controls, setpoints } = matchColumns(line, log)
  const readings = line.signals.map((signal) => signals.find(({ item }) => item === signal)?.values)
  const nominal = setpointLoops(line).map(({ setpoint }) => setpoint)
  return unbrokenRows(log.time, line.scan)
    .filter((rows) => rows.length > 1)
    .map((rows) => ({
      name: log.file,
      readings: rows.map((row) => Float32Array.from(readings, (values) => values?.[row] ?? Number.NaN)),
      setpoints: rows.map((row) => Float32Array.from(nominal, (value, index) => setpoints[index]?.[row] ?? value)),
      controls: rows.map((row) => Float32Array.from(controls, ({ values }) => values[row] as number)),
    }))
}

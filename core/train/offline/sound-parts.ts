import type { Recording } from '../../dream/recording.ts'

/** So many readings in a row that are missing are taken to stand where they stood. */
const bridged = 3

/**
 * The parts of a recording in which all is known: readings that are missing for a moment are bridged by the last, and
 * where more is missing the recording is parted.
 */
export function soundParts({ name, readings, setpoints, controls }: Recording): readonly Recording[] {
  const parts: { readings: Float32Array[]; setpoints: Float32Array[]; controls: Float32Array[] }[] = []
  let part: (typeof parts)[number] | undefined
  let missing = 0
  readings.forEach((reading, scan) => {
    const last = part?.readings.at(-1)
    const isWhole = reading.every(Number.isFinite)
    missing = isWhole ? 0 : missing + 1
    const driven = [controls[scan], setpoints[scan]].every((values) => values?.every(Number.isFinite))
    if (!driven || (!isWhole && (last === undefined || missing > bridged))) {
      part = undefined
      return
    }
    if (part === undefined) {
      part = { readings: [], setpoints: [], controls: [] }
      parts.push(part)
    }
    part.readings.push(reading.map((value, row) => (Number.isFinite(value) ? value : (last?.[row] as number))))
    part.setpoints.push(setpoints[scan] as Float32Array)
    part.controls.push(controls[scan] as Float32Array)
  })
  return parts.map((each) => ({ name, ...each }))
}

import type { Mapping } from './mapping.ts'
import { stampReader } from './stamp.ts'
import type { Cell } from './table.ts'
import { localClock } from './time-zone.ts'

/** Where local times were not what they seem. */
export interface ClockNotes {
  /** Times of the hour that is left out in spring. */
  skipped: number
  /** Rows at which the hour that comes twice in autumn begins again. */
  readonly repeated: number[]
}

/** How much earlier than the row before a row can be that came late, s. */
const late = 900
/** Of the hours that come twice, so many are kept. */
const mostRepeated = 100

/**
 * Reads the times of one file from its first row on, in seconds (since 1970 for dates); undefined for a cell that holds
 * none, or for a local time where the mapping has no zone. An hour that comes twice begins again where times fall back.
 */
export function createClock({ time }: Mapping, notes: ClockNotes): (cell: Cell, line: number) => number | undefined {
  const read = stampReader(time.format)
  const local = time.zone === undefined ? undefined : localClock(time.zone)
  let lastCell: Cell | undefined
  let last: number | undefined
  let isRepeated = false

  function resolved(cell: Cell, line: number): number | undefined {
    const stamp = read(cell)
    if (stamp === undefined || !stamp.isLocal) return stamp?.seconds
    if (local === undefined) return undefined
    const { earlier, later, exists } = local(stamp.seconds * 1000)
    if (!exists) notes.skipped++
    const isLater = later !== earlier && last !== undefined && earlier < (last - late) * 1000
    if (isLater && !isRepeated && notes.repeated.length < mostRepeated) notes.repeated.push(line)
    isRepeated = isLater
    return (isLater ? later : earlier) / 1000
  }

  return (cell, line) => {
    // Rows of the long form come in runs of one time.
    if (cell === lastCell) return last
    const seconds = resolved(cell, line)
    if (seconds === undefined) return undefined
    lastCell = cell
    last = seconds
    return seconds
  }
}

import { truncate } from './width.ts'

/** How far a job is, in whatever it counts. */
type Position = {
  readonly label: string
  /** What is counted, in the plural: 'dreams'. */
  readonly unit: string
  /** Where this process began; above zero in a resumed job. */
  readonly first: number
  readonly done: number
  readonly total: number
  /** Seconds since this process began. */
  readonly elapsed: number
  /** What a person may want to see meanwhile: 'cost 8.93'. */
  readonly note?: string
}

export type Progress = {
  /** The total may grow while the job learns how much there is to do. */
  update(done: number, more?: { readonly total: number; readonly note?: string }): void
  /** Leaves the last position standing on a line of its own. */
  finish(): void
}

/** The part of a terminal or pipe that progress needs. */
type ProgressOutput = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }

const redrawSeconds = 0.1
const plainSeconds = 10

/** Reports on stderr: in a terminal one line, redrawn at most ten times a second; elsewhere a line every ten seconds. */
export function startProgress(
  { label, unit, total: expected, first = 0 }: { label: string; unit: string; total: number; first?: number },
  output: ProgressOutput = process.stderr,
  now: () => number = () => performance.now() / 1000,
): Progress {
  const started = now()
  const terminal = output.isTTY === true
  let done = first
  let total = expected
  let note: string | undefined
  let shown: number | undefined
  let written = terminal ? Number.NEGATIVE_INFINITY : started

  const write = (end: '' | '\n') => {
    written = now()
    shown = done
    const elapsed = written - started
    const line = formatPosition({ label, unit, first, done, total, elapsed, ...(note !== undefined && { note }) })
    // The last column stays free: some terminals wrap when it is written. ESC [K clears what a longer line left behind.
    output.write(terminal ? `\r${truncate(line, (output.columns ?? 80) - 1)}\x1b[K${end}` : `${line}\n`)
  }

  return {
    update(position, more) {
      done = position
      total = more?.total ?? total
      note = more?.note ?? note
      if (now() - written >= (terminal ? redrawSeconds : plainSeconds)) write('')
    },
    finish() {
      if (terminal || shown !== done) write('\n')
    },
  }
}

/** One line: label, percent, count, rate from 1/s up, the time left at that rate or taken in all, and the note. */
export function formatPosition({ label, unit, first, done, total, elapsed, note }: Position): string {
  const percent = `${total > 0 ? Math.floor((100 * done) / total) : 0} %`.padStart(5)
  const rate = elapsed > 0 ? (done - first) / elapsed : 0
  const counts = `${label} ${percent}  ${formatCount(done)} of ${formatCount(total)} ${unit}`
  const time = done >= total ? `in ${formatDuration(elapsed)}` : `${formatDuration((total - done) / rate)} left`
  return [
    counts,
    ...(rate >= 1 ? [`${formatCount(rate)}/s`] : []),
    ...(rate > 0 ? [time] : []),
    ...(note ? [note] : []),
  ].join('  ')
}

/** Seconds as people say them, in at most two units: '4 s', '3 min 20 s', '2 h 5 min', '3 d 4 h'. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'under 1 s'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return twoUnits(whole, 60, 'min', 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 24 * 60) return twoUnits(minutes, 60, 'h', 'min')
  return twoUnits(Math.round(seconds / 3600), 24, 'd', 'h')
}

/** About three digits, for people: '0.42', '17.3', '1,280', '2.41 million'. */
export function formatCount(count: number): string {
  if (count >= 999_950) return `${(count / 1e6).toFixed(count < 9.995e6 ? 2 : 1)} million`
  if (count >= 100 || Number.isInteger(count)) return Math.round(count).toLocaleString('en-US')
  return count.toPrecision(count < 1 ? 2 : 3)
}

function twoUnits(amount: number, base: number, large: string, small: string): string {
  const rest = amount % base
  return rest === 0 ? `${amount / base} ${large}` : `${Math.floor(amount / base)} ${large} ${rest} ${small}`
}

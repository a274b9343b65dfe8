import type { Line } from '../line/line.ts'
import type { Plant } from '../line/plant.ts'
import { type ColumnNames, matchColumns } from './columns.ts'
import { type Log, LogError } from './log.ts'
import { type Part, partsOf } from './parts.ts'
import { readingCost } from './reading-cost.ts'
import { type RewardError, rewardError } from './reward-error.ts'
import { type SignalReplay, signalReplay } from './signal-replay.ts'
import { type TransitionError, transitionError } from './transition-error.ts'
import { type LogTrials, placeOf, type Start, spreadOver, trialsFrom } from './trials.ts'

export interface ReplayOptions {
  readonly columns?: ColumnNames
  /** How far a prediction may be off, by the signal's tag, SI; that of the line file, or 5 % of the range, by default. */
  readonly tolerance?: Readonly<Record<string, number>>
  /** Of the intervals. */
  readonly seed?: number
}

/** How far the dreams of a line agree with logs of the plant. */
export interface Replay {
  readonly signals: readonly SignalReplay[]
  /** The shortest of the trust horizons of the signals that leave their tolerance, s, or else of all; and that signal. */
  readonly horizon: number
  readonly first?: string
  /** One scan ahead; absent where the logs have fewer rows than scans. */
  readonly transition?: TransitionError
  /** The cost one scan ahead, and over the trust horizon; absent where nothing that is judged is measured. */
  readonly reward?: {
    readonly scan?: RewardError
    readonly horizon?: RewardError
    /** Goals and limits that no logged signal measures, by name: they are not in these costs. */
    readonly unmeasured: readonly string[]
  }
}

const mostStarts = 64
/** Dreams of a scan of one log. */
const mostScans = 2_048
const mostSteps = 20_000_000
/** Rows of a log may stand a little closer than a scan. */
const rounding = 1e-6

/**
 * Drives the plant with the logs' controls, open loop, and compares what it predicts with what was logged: freely over every
 * part of a log, from up to 64 rows along each log over the line's horizon or half of its longest part, and one scan ahead.
 * @throws {LogError} where a log does not fit the line.
 */
export async function replayLogs(plant: Plant, logs: readonly Log[], options: ReplayOptions = {}): Promise<Replay> {
  const { line } = plant
  const { columns, tolerance = {}, seed = 1 } = options
  const along: Record<'free' | 'ahead' | 'scan', LogTrials[]> = { free: [], ahead: [], scan: [] }
  for (const log of logs) {
    const logged = matchColumns(line, log, columns)
    assertBounded(line, log)
    const { time } = log
    const parts = partsOf(line, time)
    const longest = Math.max(...parts.map((part) => spanOf(time, part)))
    const dream = async (starts: readonly Start[], duration: number) => ({
      logged,
      trials: (await trialsFrom(plant, logged, time, starts, duration)).filter(({ rows }) => rows.length > 0),
    })
    along.free.push(
      await dream(
        parts.map((part) => ({ part, row: part.first })),
        longest,
      ),
    )
    const ahead = Math.min(line.horizon, longest / 2)
    along.ahead.push(await dream(spreadOver(startsAhead(time, parts, ahead), mostStarts), ahead))
    const scans = await dream(spreadOver(scanStarts(line, time, parts), mostScans), line.scan)
    // A row that stands no scan away is nothing to compare with.
    const whole = scans.trials.filter(({ since }) => (since.at(-1) as number) > line.scan / 2)
    along.scan.push({ logged, trials: whole })
  }
  const signals = line.signals.flatMap((signal) => {
    const found = signalReplay(signal, along.free, along.ahead, tolerance[signal.tag])
    return found === undefined ? [] : [found]
  })
  const leaving = signals.filter(({ leaves }) => leaves)
  const shortest = (leaving.length > 0 ? leaving : signals).reduce((a, b) => (b.trustHorizon < a.trustHorizon ? b : a))
  const transition = transitionError(line, along.scan, seed)
  const cost = readingCost(
    line,
    line.signals.filter(({ tag }) => along.free.every(({ logged }) => placeOf(logged, tag) >= 0)),
  )
  const scan = cost && (await rewardError(line, cost, along.scan, undefined, seed))
  const horizon = cost && (await rewardError(line, cost, along.ahead, shortest.trustHorizon, seed))
  return {
    signals,
    horizon: shortest.trustHorizon,
    ...(shortest.leaves && { first: shortest.tag }),
    ...(transition && { transition }),
    ...(cost && { reward: { ...(scan && { scan }), ...(horizon && { horizon }), unmeasured: cost.unmeasured } }),
  }
}

function assertBounded({ step }: Line, { file, time }: Log): void {
  const span = (time.at(-1) as number) - (time[0] as number)
  if (span / step <= mostSteps) return
  const remedy = 'Write times in seconds, or cut the log'
  throw new LogError(file, { line: 2, column: 1 }, `the log lasts ${Math.round(span)} s`, remedy)
}

const spanOf = (time: Float64Array, { first, last }: Part) => (time[last] as number) - (time[first] as number)

/** Rows from which a part of the log goes on for `duration` s. */
const startsAhead = (time: Float64Array, parts: readonly Part[], duration: number): readonly Start[] =>
  parts.flatMap((part) =>
    rowsOf(part)
      .filter((row) => (time[part.last] as number) - (time[row] as number) >= duration)
      .map((row) => ({ part, row })),
  )

/** Rows a scan apart. */
const scanStarts = ({ scan }: Line, time: Float64Array, parts: readonly Part[]): readonly Start[] =>
  parts.flatMap((part) => {
    let due = -Infinity
    return rowsOf(part).flatMap((row) => {
      const at = time[row] as number
      if (row === part.last || at < due - rounding * scan) return []
      due = at + scan
      return [{ part, row }]
    })
  })

const rowsOf = ({ first, last }: Part) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

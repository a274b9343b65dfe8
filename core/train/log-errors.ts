import { createLogDreamer, type MemberRuns, meanAt } from '../dream/learned/log-dream.ts'
import { type LogModel, shapeOf } from '../dream/learned/log-model.ts'
import { feedsOf, type LogFeeds, type LogPlace, type LogSeries, placesIn } from '../dream/learned/log-series.ts'

/** Free runs along one series from every scan that has a window before it. */
export interface HeldOutRuns {
  readonly series: LogSeries
  readonly places: readonly LogPlace[]
  readonly lanes: number
  readonly feeds: LogFeeds
  readonly runs: MemberRuns
}

export async function heldOutRuns(
  model: Omit<LogModel, 'trust'>,
  held: readonly LogSeries[],
  horizon: number,
  threads = 1,
): Promise<readonly HeldOutRuns[]> {
  const shape = shapeOf(model)
  const all: HeldOutRuns[] = []
  for (const series of held) {
    const places = placesIn(series, shape, horizon)
    if (places.length === 0) continue
    const feeds = feedsOf(places, shape, horizon)
    const dreamer = await createLogDreamer(model, places.length, { threads, together: Math.min(5, horizon) })
    const runs = await dreamer.run(feeds.history, feeds.control, horizon).finally(() => dreamer.release())
    all.push({ series, places, lanes: places.length, feeds, runs })
  }
  return all
}

/** Root-mean-square errors in deviations, a mean over series and signals, at each of some scans ahead. */
export const errorsOf = (all: readonly HeldOutRuns[], signals: number, ahead: readonly number[]): readonly number[] =>
  meanErrors(all, signals, ahead, ({ runs }, index) => meanAt(runs.means, index))

/** The same of taking the last reading for the next ones. */
export const persistenceErrors = (all: readonly HeldOutRuns[], signals: number, ahead: readonly number[]) =>
  meanErrors(all, signals, ahead, ({ feeds, lanes }, index) => feeds.history[index % (signals * lanes)] as number)

function meanErrors(
  all: readonly HeldOutRuns[],
  signals: number,
  ahead: readonly number[],
  said: (runs: HeldOutRuns, index: number) => number,
): readonly number[] {
  return ahead.map((scans) => {
    const errors = all.flatMap((runs) =>
      Array.from({ length: signals }, (_, signal) => {
        const row = ((scans - 1) * signals + signal) * runs.lanes
        let sum = 0
        for (let lane = 0; lane < runs.lanes; lane++) {
          sum += (said(runs, row + lane) - (runs.feeds.reading[row + lane] as number)) ** 2
        }
        return Math.sqrt(sum / runs.lanes)
      }),
    )
    return errors.reduce((sum, error) => sum + error, 0) / errors.length
  })
}

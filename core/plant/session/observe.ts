import type { Line } from '../../line/line.ts'
import { UnreachableError } from '../plant-error.ts'
import type { PlantSide, Snapshot } from './plant-side.ts'
import { startClock } from './scan-clock.ts'

/** One scan as it was seen. */
export interface Look {
  /** s since the session began, on the plant's clock. */
  readonly time: number
  readonly snapshot: Snapshot
}

export interface Observing {
  /** How long a scan takes on the clock, s. */
  readonly interval: number
  /** Connects, at the start and again whenever the connection was lost. */
  connect(): Promise<PlantSide>
  /** s; until it is stopped where it is left out. */
  readonly duration?: number
  readonly signal?: AbortSignal
  /** What to do in a scan. */
  look(look: Look): Promise<void>
  /** The connection is lost, or back. */
  onConnection?(news: string): void
}

export interface Observed {
  /** s */
  readonly duration: number
  readonly scans: number
  /** Scans that went by unattended while the connection was there. */
  readonly missed: number
  /** Times the connection was lost. */
  readonly losses: number
}

/** How often a server that is gone is tried again, at most, s. */
const patience = 1

/**
 * Looks at the plant once a scan and writes nothing. A lost connection is made again; whatever else is wrong with the
 * server then, such as another certificate, ends the session. Throws what `connect` does.
 */
export async function observe(line: Line, observing: Observing): Promise<Observed> {
  const { interval, duration = Infinity, signal = new AbortController().signal } = observing
  const clock = startClock(interval)
  const isOver = () => signal.aborted || clock.elapsed() >= duration
  let [scans, missed, losses] = [0, 0, 0]
  while (!isOver()) {
    await using side = await connected(observing, losses > 0, isOver)
    if (side === undefined) break
    const gone = new AbortController()
    side.lost.then((reason) => gone.abort(reason))
    // What went by while there was no connection was not missed.
    await clock.next(signal)
    while (!isOver() && !gone.signal.aborted) {
      await observing.look({ time: clock.scan * line.scan, snapshot: await side.take() })
      scans += 1
      missed += await clock.next(signal, gone.signal)
    }
    if (gone.signal.aborted && !signal.aborted) {
      losses += 1
      observing.onConnection?.(String(gone.signal.reason))
    }
  }
  return { duration: clock.elapsed(), scans, missed, losses }
}

async function connected(
  { connect, onConnection, signal }: Observing,
  again: boolean,
  isOver: () => boolean,
): Promise<PlantSide | undefined> {
  if (!again) return connect()
  const clock = startClock(patience)
  while (!isOver()) {
    try {
      const side = await connect()
      onConnection?.('the connection is back')
      return side
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error
    }
    await clock.next(...(signal ? [signal] : []))
  }
  return undefined
}

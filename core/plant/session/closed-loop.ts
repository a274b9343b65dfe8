import type { Audit, AuditEntry } from './audit.ts'
import { type GuardEvent, type Guarded, type GuardState, guard, idle, timeIsOver } from './guard.ts'
import { inTime } from './in-time.ts'
import type { Look } from './observe.ts'
import type { PlantSide, PlantWrite } from './plant-side.ts'
import { startClock } from './scan-clock.ts'
import { type Advice, type Shadow, warmUpScans } from './shadow.ts'

/** Who let the policy at the plant, for how long. */
export interface Arming {
  readonly by: string
  /** s */
  readonly duration: number
}

export interface ClosedLoopSession {
  readonly guarded: Guarded
  readonly side: PlantSide
  readonly shadow: Shadow
  readonly audit: Audit
  readonly arming: Arming
  /** How long a scan takes on the clock, s. */
  readonly interval: number
  /** Scans without an answer after which the server counts as gone. */
  readonly stale: number
  readonly signal?: AbortSignal
  /** Told of every scan, once it is over. */
  onScan(look: Look, state: GuardState, advice: Advice): void
}

/** How a session went. */
export interface ClosedLoopEnd {
  readonly reason: string
  /** Scans in which the policy was in control. */
  readonly scans: number
  readonly missed: number
  readonly writes: number
}

const noAnswer = ({ message }: Error) => `the connection does not work any more: ${message}`

/** The reasons of a session that ends as it was meant to. */
export const endedInTime = timeIsOver
export const endedByHand = 'stopped by hand'

/** A plant that stays unwell is not waited for longer than so many warm-ups. */
const longestWait = 10

/**
 * Lets a policy act on the plant until its time is over, somebody stops it or the guard sees a reason to. Whatever happens,
 * it ends with the plant under its own control: handed back, or by the plant's watchdog where nothing can be written.
 * Rejects where the audit log cannot be kept, after handing back without it.
 */
export async function runClosedLoop(session: ClosedLoopSession): Promise<ClosedLoopEnd> {
  const { guarded, side, shadow, audit, arming, signal = new AbortController().signal } = session
  const limit = session.stale * session.interval * 1000
  const clock = startClock(session.interval)
  const gone = new AbortController()
  side.lost.then((reason) => gone.abort(reason))
  let state = idle
  let [scans, missed, writes] = [0, 0, 0]
  let disk: unknown
  const values = new Map<string, number | boolean>()

  const record = (entries: readonly AuditEntry[], flush: boolean): readonly number[] => {
    try {
      return disk === undefined ? audit.append(entries, flush) : []
    } catch (error) {
      disk = error
      return []
    }
  }

  /** Takes the guard a step on, and carries out what it says. */
  async function step(event: GuardEvent): Promise<void> {
    const before = state.mode
    const next = guard(guarded, state, event)
    state = next.state
    if (state.mode !== before) {
      const reason = state.reason || `armed for ${arming.duration} s`
      record([{ kind: 'mode', mode: state.mode, reason, by: arming.by }], true)
    }
    if (next.writes.length > 0) await send(next.writes)
  }

  async function send(wanted: readonly PlantWrite[]): Promise<void> {
    const reason = state.reason || 'the policy is in control'
    const numbers = record(
      wanted.map((write) => {
        const { node, value, unit } = side.describe(write)
        const previous = values.get(node) ?? null
        values.set(node, value)
        return { kind: 'write', node, value, previous, unit, by: arming.by, reason }
      }),
      true,
    )
    writes += wanted.length
    const statuses = await inTime(side.write(wanted), limit).catch((error: Error) => error)
    if (statuses instanceof Error) return step({ kind: 'lost', reason: noAnswer(statuses) })
    record(
      numbers.map((write, index) => ({ kind: 'result', write, status: statuses[index] ?? 'no status' })),
      false,
    )
    const refused = statuses.findIndex((status) => status !== 'Good')
    if (refused >= 0) {
      await step({ kind: 'refused', reason: `the server refused ${wanted[refused]!.to}: ${statuses[refused]}` })
    } else if (disk !== undefined) await step({ kind: 'stop', reason: 'the audit log cannot be written' })
  }

  async function attend(isWarm: boolean): Promise<Advice> {
    const look = { time: clock.scan * guarded.line.scan, snapshot: await side.take() }
    const advice = await shadow.advise(look)
    if (state.mode === 'idle' && !isWarm) {
      await tell(look, advice)
      return advice
    }
    const readBack = await inTime(side.readBack(), limit).catch((error: Error) => error)
    if (readBack instanceof Error) await step({ kind: 'lost', reason: noAnswer(readBack) })
    else if (state.mode === 'idle') {
      await step({ kind: 'arm', until: clock.elapsed() + arming.duration, snapshot: look.snapshot, readBack })
    } else {
      scans += state.mode === 'in control' ? 1 : 0
      const wanted = 'wanted' in advice ? advice.wanted : undefined
      await step({ kind: 'scan', now: clock.elapsed(), snapshot: look.snapshot, advice: wanted, readBack })
    }
    await tell(look, advice)
    return advice
  }

  async function tell(look: Look, advice: Advice): Promise<void> {
    try {
      session.onScan(look, state, advice)
    } catch (error) {
      disk ??= error
      await step({ kind: 'stop', reason: 'the log cannot be written' })
    }
  }

  let isWarm = false
  for (let looks = 0; state.mode !== 'handed back'; looks++) {
    // Woken at once by a stop or a loss; while handing back only by the clock.
    const wakes = state.mode === 'handing back' ? [gone.signal] : [signal, gone.signal]
    const late = await clock.next(...wakes)
    missed += state.mode === 'in control' ? late : 0
    if (gone.signal.aborted) await step({ kind: 'lost', reason: String(gone.signal.reason) })
    else if (signal.aborted && state.mode !== 'handing back') await step({ kind: 'stop', reason: endedByHand })
    else if (state.mode === 'in control' && late >= session.stale) {
      await step({ kind: 'stop', reason: `this computer was busy for ${late} scans` })
    } else {
      const advice = await attend(isWarm)
      isWarm = 'wanted' in advice
      if (state.mode === 'idle' && looks > longestWait * warmUpScans) {
        const reason = 'withheld' in advice ? advice.withheld : ''
        await step({ kind: 'stop', reason: `the plant was not well enough to begin: ${reason}` })
      }
    }
  }
  if (disk !== undefined) throw disk
  return { reason: state.reason, scans, missed, writes }
}

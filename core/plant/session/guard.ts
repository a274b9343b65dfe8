import type { Line } from '../../line/line.ts'
import { type Output, within } from './output.ts'
import type { PlantWrite, ReadBack, Snapshot } from './plant-side.ts'
import { troubleIn } from './quality.ts'

/** Who has the plant: its own control alone, or the policy besides. A session that has handed back stays so. */
export type Mode = 'idle' | 'in control' | 'handing back' | 'handed back'

/** What a guard watches over. */
export interface Guarded {
  readonly line: Line
  readonly outputs: readonly Output[]
}

export interface GuardState {
  readonly mode: Mode
  /** What was written last, SI, in the order of the outputs. */
  readonly written: readonly number[]
  readonly heartbeat: number
  /** When the time of the policy is over, s on the session's clock. */
  readonly until: number
  /** Why the plant has its own control back; empty before. */
  readonly reason: string
}

/** What happens to a session. Times are s on its clock. */
export type GuardEvent =
  /** Somebody arms it. */
  | { readonly kind: 'arm'; readonly until: number; readonly snapshot: Snapshot; readonly readBack: ReadBack }
  /** A scan begins; `advice` is what the policy wants, SI, in the order of the outputs. */
  | {
      readonly kind: 'scan'
      readonly now: number
      readonly snapshot: Snapshot
      readonly advice: readonly number[] | undefined
      readonly readBack: ReadBack
    }
  | { readonly kind: 'stop'; readonly reason: string }
  /** The server did not take a write. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing can be written any more: the plant's watchdog misses the heartbeat. */
  | { readonly kind: 'lost'; readonly reason: string }

export interface Guarding {
  readonly state: GuardState
  /** In the order in which they have to be written. */
  readonly writes: readonly PlantWrite[]
}

export const idle: GuardState = { mode: 'idle', written: [], heartbeat: 0, until: 0, reason: '' }

export const timeIsOver = 'its time is over'

/** Fits every integer type that a server may keep it in. */
const heartbeatTurn = 2 ** 15
/** A hand-back takes this many scans or more from the farthest a correction or trim may be. */
const handBackScans = 10
/** What is read back may differ by the server's single precision, as a share of the range. */
const precision = 1e-5

/**
 * What a session does next: the only way to a write. Pure. Every output stays within its range and moves no farther than
 * its travel in one scan; in doubt the plant gets its own control back, and nothing is written after that.
 */
export function guard(guarded: Guarded, state: GuardState, event: GuardEvent): Guarding {
  const { mode } = state
  if (mode === 'handed back') return { state, writes: [] }
  if (event.kind === 'lost') return over(state, event.reason)
  if (mode === 'idle') return event.kind === 'arm' ? arm(guarded, event) : quiet(state, event)
  if (event.kind === 'refused') return mode === 'in control' ? handBack(guarded, state, event.reason) : release(state)
  if (mode === 'handing back')
    return event.kind === 'scan' ? handBack(guarded, state, state.reason) : { state, writes: [] }
  if (event.kind === 'stop') return handBack(guarded, state, event.reason)
  if (event.kind === 'arm') return { state, writes: [] }
  const reason = reasonAgainst(guarded, state, event)
  return reason === undefined ? act(guarded, state, event.advice!) : handBack(guarded, state, reason)
}

const over = (state: GuardState, reason: string): Guarding => ({
  state: { ...state, mode: 'handed back', reason: state.reason || reason || 'no reason was given' },
  writes: [],
})

const quiet = (state: GuardState, event: GuardEvent): Guarding =>
  event.kind === 'stop' ? over(state, event.reason) : { state, writes: [] }

function arm({ line, outputs }: Guarded, { until, snapshot, readBack }: GuardEvent & { kind: 'arm' }): Guarding {
  const reason = readBack.enable ? 'the plant says that a policy is at work already' : troubleIn(line, snapshot)
  if (reason !== undefined) return over(idle, reason)
  const written = outputs.map((output) => {
    const { low, high, kind, row } = output
    // A request begins where the control stands.
    return kind === 'request' ? Math.min(Math.max(snapshot.controls[row]!.value, low), high) : 0
  })
  const heartbeat = 1
  return {
    state: { mode: 'in control', written, heartbeat, until, reason: '' },
    writes: [
      ...outputs.map(({ name }, index) => ({ to: name, value: written[index]! })),
      { to: 'heartbeat', value: heartbeat },
      { to: 'enable', value: true },
    ],
  }
}

/** Why the policy may not act in this scan. */
function reasonAgainst(
  { line, outputs }: Guarded,
  state: GuardState,
  { now, snapshot, advice, readBack }: GuardEvent & { kind: 'scan' },
): string | undefined {
  if (!(now < state.until)) return timeIsOver
  if (!readBack.enable) return 'the plant has taken its own control back'
  const other = outputs.findIndex(({ low, high }, index) => {
    const difference = Math.abs((readBack.outputs[index] ?? Number.NaN) - state.written[index]!)
    return !(difference <= precision * (high - low))
  })
  if (other >= 0 || readBack.heartbeat !== state.heartbeat) {
    const name = outputs[other]?.name ?? 'the heartbeat'
    return `${name} is not what was written: another client writes as well`
  }
  const trouble = troubleIn(line, snapshot)
  if (trouble !== undefined) return trouble
  if (advice === undefined) return 'the policy gave no answer in time'
  const wrong = outputs.find((_, index) => !Number.isFinite(advice[index] ?? Number.NaN))
  return wrong && `the policy gave no number for ${wrong.name}`
}

function act({ outputs }: Guarded, state: GuardState, advice: readonly number[]): Guarding {
  const written = outputs.map((output, index) => within(output, advice[index]!, state.written[index]!))
  return move(outputs, state, { ...state, written })
}

/** A step towards the plant's own control; with the last of them the policy is no longer at work. */
function handBack({ outputs }: Guarded, state: GuardState, reason: string): Guarding {
  const written = outputs.map((output, index) => {
    const before = state.written[index]!
    if (output.kind === 'request') return before
    const travel = Math.min(output.travel, output.high / handBackScans)
    return within({ ...output, travel }, 0, before)
  })
  const next = { ...state, mode: 'handing back' as const, written, reason: reason || 'no reason was given' }
  const step = move(outputs, state, next)
  const isBack = outputs.every(({ kind }, index) => kind === 'request' || written[index] === 0)
  if (!isBack) return step
  const end = release(step.state)
  return { state: end.state, writes: [...step.writes, ...end.writes] }
}

const release = (state: GuardState): Guarding => ({
  state: { ...state, mode: 'handed back' },
  writes: [{ to: 'enable', value: false }],
})

/** The writes that lead from one state to the next. */
function move(outputs: readonly Output[], before: GuardState, next: GuardState): Guarding {
  const heartbeat = (before.heartbeat + 1) % heartbeatTurn
  const changed = outputs.flatMap(({ name }, index) =>
    next.written[index] === before.written[index] ? [] : [{ to: name, value: next.written[index]! }],
  )
  return { state: { ...next, heartbeat }, writes: [...changed, { to: 'heartbeat', value: heartbeat }] }
}

import type { Line } from '../../line/line.ts'
import type { Commands } from './commanded.ts'

/** What a policy outside last asked for, SI. */
export interface Wishes {
  readonly enable: boolean
  /** Changes with each scan that the policy is alive. */
  readonly heartbeat: number
  /** [controls] */
  readonly trim: readonly number[]
  /** [signals] */
  readonly correction: readonly number[]
  /** [controls]; undefined where none was asked for. */
  readonly request: readonly (number | undefined)[]
}

/** What is let through to the line's own control, and whether the wishes are in force or why they are not. */
export interface Verdict {
  readonly commands: Commands
  readonly status: string
}

/** The checks before the line's own control, as its PLC makes them each scan. */
export interface Guard {
  check(wishes: Wishes): Verdict
}

/** In how many scans commands that are no longer in force fade away. */
const fadingScans = 10
/** Share of a range by which a command may lie outside, from rounding in units. */
const rounding = 1e-6

/**
 * Lets wishes through while they are enabled, each command is a number within its range and a new heartbeat has come
 * within `watchdog` scans. Otherwise what was in force fades away, and the line's own control goes on. After a lost
 * heartbeat or a bad command nothing is in force again before `enable` was false for a scan.
 */
export function createGuard(line: Line, watchdog: number): Guard {
  let enabled = false
  let refused: string | undefined
  let heartbeat = 0
  let isAlive = false
  let since = 0
  let inForce: Commands = {}
  let fade = 0

  const judge = (wishes: Wishes): string => {
    if (!wishes.enable) return 'disabled'
    if (!enabled) {
      refused = undefined
      isAlive = false
      since = 0
      heartbeat = wishes.heartbeat
    } else if (wishes.heartbeat !== heartbeat) {
      isAlive = true
      since = 0
      heartbeat = wishes.heartbeat
    } else since += 1
    refused ??= fault(line, wishes)
    if (isAlive && since >= watchdog) refused ??= 'heartbeat lost'
    return refused ?? (isAlive ? 'in force' : 'waiting for a heartbeat')
  }

  return {
    check(wishes) {
      const status = judge(wishes)
      enabled = wishes.enable
      if (status === 'in force') {
        inForce = commandsOf(wishes)
        fade = 1
      } else fade = Math.max(0, fade - 1 / fadingScans)
      return { commands: fade > 0 ? faded(inForce, fade) : {}, status }
    },
  }
}

/** A copy: wishes may change before these commands have faded. */
const commandsOf = ({ trim, correction, request }: Wishes): Commands => ({
  trim: [...trim],
  correction: [...correction],
  ...(request.some((value) => value !== undefined) && { request: request.map((value) => value ?? Number.NaN) }),
})

function faded({ trim, correction, request }: Commands, share: number): Commands {
  return {
    ...(trim && { trim: trim.map((value) => value * share) }),
    ...(correction && { correction: correction.map((value) => value * share) }),
    ...(request && { request, share }),
  }
}

/** What is wrong with a command, by its node, or undefined. */
function fault(line: Line, { trim, correction, request }: Wishes): string | undefined {
  const { signals, controls, policy } = line
  const checks = [
    ...controls.map(({ tag, low, high }, row) => {
      const most = policy.trim * (high - low)
      return { name: `${tag}.trim`, value: trim[row], low: -most, high: most }
    }),
    ...signals.map(({ tag, low, high }, row) => {
      const most = policy.correction * (high - low)
      return { name: `${tag}.correction`, value: correction[row], low: -most, high: most }
    }),
    ...controls.map(({ tag, low, high }, row) => ({ name: `${tag}.request`, value: request[row], low, high })),
  ]
  for (const { name, value, low, high } of checks) {
    if (value === undefined) continue
    if (!Number.isFinite(value)) return `not a number: ${name}`
    const slack = rounding * (high - low)
    if (value < low - slack || value > high + slack) return `out of range: ${name}`
  }
  return undefined
}

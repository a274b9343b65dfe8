import assert from 'node:assert/strict'
import type { PolicyBlocks } from '../../core/export/block.ts'
import type { BlockNames } from '../../core/export/block-names.ts'
import { type Scale, written, writtenDifference } from '../../core/export/engineering.ts'
import {
  handOverOf,
  heartbeatScans,
  limitsOnReadings,
  modes,
  rangeMargin,
  reasons,
  severalScans,
} from '../../core/export/guard/settings.ts'
import { startPlc } from '../../core/export/plc.ts'
import type { Line } from '../../core/line/line.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { type HostileScan, hostileInputs } from './hostile-inputs.ts'

/** How often each part of STATUS was in force, and how often none: what a run has really tried. */
export type Tried = Readonly<Record<keyof typeof reasons | 'silent' | 'interlock', number>>

interface Span {
  readonly low: number
  readonly high: number
}

/** A scan that went before. An output that could not be seen is undefined. */
interface Before {
  readonly outputs: readonly (number | undefined)[]
  readonly slacks: readonly number[]
  readonly acts: boolean
  readonly alive: boolean
  readonly share: number
  /** For how many scans a hand-over has been under way. */
  readonly changing: number
}

/** Of a range: what REAL leaves of a sum of a few terms. */
const rounding = 4e-6
/** Of a reading: beyond it a correction cannot be seen. */
const largest = 1e5

/**
 * Runs the blocks on hostile inputs, scan by scan, and checks of each scan that every output is within its range and
 * rate, that no hand-over makes a bump, that the block is exactly neutral when it says so and exactly the policy when it
 * says so, and that STATUS gives exactly the reasons there are. Throws an `AssertionError` at the first that is not so.
 */
export function guardScans(line: Line, blocks: PolicyBlocks, scans: number, seed: number): Tried {
  const { names } = blocks
  const random = randomSource(seed)
  const draw = hostileInputs(line, names, random)
  const [plc, unguarded] = [startPlc(blocks), startPlc(blocks)]
  const expected = reasonsIn(line, names)
  const channels = channelsOf(line, names)
  const controls = names.controls.map(({ scale }, row) => inUnit(scale, line.controls[row]!))
  const tried = Object.fromEntries([...Object.keys(reasons), 'silent', 'interlock'].map((name) => [name, 0])) as Record<
    keyof Tried,
    number
  >
  const start = names.controls.map(({ scale }, row) => Math.fround(written(scale, line.controls[row]!.start)))
  let applied: readonly number[] = start
  let before: Before = {
    outputs: channels.map(() => 0),
    slacks: channels.map(() => 0),
    acts: false,
    alive: false,
    share: 0,
    changing: 0,
  }

  for (let scan = 0; scan < scans; scan++) {
    const given = draw(applied)
    const { inputs, settings } = given
    const isOff = !settings.enable || settings.mode < modes.shadow || settings.mode > modes.check
    const sensed = plc.sense(inputs, settings)
    const free = unguarded.sense(inputs, { ...settings, mode: isOff ? settings.mode : modes.check })
    const says = (reason: keyof typeof reasons) => (sensed.status & reasons[reason]) !== 0
    const fail = (what: string): never => {
      const message = `${line.name}, seed ${seed}, scan ${scan}: ${what}`
      return assert.fail(`${message}\n${JSON.stringify({ given, sensed, free, before }, nonFinite)}`)
    }

    if (sensed.alive === before.alive) fail('ALIVE did not change')
    const handsOver = sensed.status & reasons.handOver
    const wanted = expected(given, free.status, sensed.distance) | handsOver
    if (sensed.status !== wanted) fail(`STATUS should be ${wanted}`)

    const isShownAsItIs = sensed.shown.every((value, row) => isSame(value, Math.fround(inputs.reading[row]!)))
    if (names.isDirect && !isShownAsItIs) fail('a reading is not shown as it is')
    const outputs = names.isDirect
      ? sensed.wanted
      : [...sensed.shown.map((value, row) => addedTo(inputs.reading[row]!, value)), ...sensed.wanted]
    const acts = (sensed.status & ~(reasons.handOver | reasons.check)) === 0
    const share = Number.isNaN(settings.authority) ? 0 : Math.min(Math.max(Math.fround(settings.authority), 0), 1)
    const isChange = acts !== before.acts || (!names.isDirect && acts && share !== before.share)
    const isSmooth = isChange || (!acts && !names.isDirect)
    const part = partOf(line, names, settings)
    const slacks = channels.map(({ low, high }, row) => {
      const swallowed = names.isDirect || row >= names.signals.length ? 0 : Math.abs(inputs.reading[row]!)
      return rounding * (high - low) + (swallowed < largest ? 1.2e-7 * swallowed : 0)
    })
    channels.forEach(({ low, high }, row) => {
      const value = outputs[row]
      if (value === undefined) return
      const slack = slacks[row]!
      if (!(value >= low - slack && value <= high + slack)) fail(`output ${row} is out of its range`)
      const last = names.isDirect ? believed(inputs.control[row]!, { low, high }) : undefined
      const from = last ?? before.outputs[row]
      if (!isSmooth || from === undefined) return
      if (!(Math.abs(value - from) <= 1.1 * part * (high - low) + slack + before.slacks[row]!)) {
        fail(`output ${row} makes a bump from ${from}`)
      }
    })
    if (!handsOver) {
      if (acts) {
        const same = [...sensed.shown, ...sensed.wanted].every((value, row) =>
          isSame(value, [...free.shown, ...free.wanted][row]!),
        )
        if (!same) fail('the block acts and is not the policy')
      } else if (!names.isDirect) {
        if (sensed.wanted.some((value) => value !== 0)) fail('a trim is not zero')
        if (!isShownAsItIs) fail('a reading is not shown as it is')
      }
    }
    const changing = handsOver && !isChange ? before.changing + 1 : 0
    if (changing > longestHandOver(line, names)) fail('a hand-over does not end')

    const done = plc.apply({ reading: inputs.reading, loop: given.loop, wanted: sensed.wanted, last: inputs.control })
    controls.forEach(({ low, high }, row) => {
      const value = done.control[row]!
      if (!(value >= Math.fround(low) && value <= Math.fround(high))) fail(`control ${row} is ${value}`)
      const { limitsRate, scale } = names.controls[row]!
      if (!limitsRate) return
      const { safe } = line.controls[row]!
      const most = inUnit(scale, {
        low: Math.min(line.controls[row]!.low, safe),
        high: Math.max(line.controls[row]!.high, safe),
      })
      const from = Math.min(Math.max(believed(inputs.control[row]!, most) ?? applied[row]!, low), high)
      const travel = writtenDifference(scale, line.controls[row]!.rate * line.scan)
      if (Math.abs(value - from) > travel + rounding * (high - low))
        fail(`control ${row} moves from ${from} to ${value}`)
    })
    if (done.status & 2) tried.interlock += 1

    for (const reason of Object.keys(reasons) as (keyof typeof reasons)[]) if (says(reason)) tried[reason] += 1
    if (sensed.status === 0) tried.silent += 1
    before = { outputs, slacks, acts, alive: sensed.alive, share, changing }
    applied = done.control
  }
  return tried
}

const inUnit = (scale: Scale, { low, high }: Span): Span => ({ low: written(scale, low), high: written(scale, high) })

/** What the outputs of the first block may be: corrections and trims, or controls. */
function channelsOf(line: Line, names: BlockNames): readonly Span[] {
  const around = (scale: Scale, { low, high }: Span, share: number) => {
    const bound = writtenDifference(scale, share * (high - low))
    return { low: -bound, high: bound }
  }
  if (names.isDirect) {
    return names.controls.map(({ scale }, row) => {
      const { low, high, safe } = line.controls[row]!
      return inUnit(scale, { low: Math.min(low, safe), high: Math.max(high, safe) })
    })
  }
  return [
    ...names.signals.map(({ scale }, row) => around(scale, line.signals[row]!, line.policy.correction)),
    ...names.controls.map(({ scale }, row) => around(scale, line.controls[row]!, line.policy.trim)),
  ]
}

/** What was added to a reading; undefined where one that is large or not finite swallows it. */
function addedTo(reading: number, shown: number): number | undefined {
  const plain = Math.fround(reading)
  return Math.abs(plain) < largest ? shown - plain : undefined
}

/** Where a control stands, as far as what its input says can be true. */
function believed(last: number, { low, high }: Span): number | undefined {
  const least = Math.fround(low - rangeMargin.below * (high - low))
  const most = Math.fround(high + rangeMargin.above * (high - low))
  const value = Math.fround(last)
  return value >= least && value <= most ? Math.min(Math.max(value, low), high) : undefined
}

const isSame = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b))

/** The share of a hand-over that one scan makes. */
function partOf(line: Line, { isDirect }: BlockNames, { handOver, mode }: HostileScan['settings']): number {
  const { usual, longest } = handOverOf(line, isDirect)
  const lasting = Number.isNaN(handOver) ? usual : Math.min(Math.max(handOver, 0), longest)
  return lasting > line.scan && mode !== modes.check ? line.scan / lasting : 1
}

const longestHandOver = (line: Line, { isDirect }: BlockNames) => handOverOf(line, isDirect).longest / line.scan + 2

/** A model of what STATUS is to say, apart from hand-overs; NaNs that the policy computed are known of the other block. */
function reasonsIn(line: Line, names: BlockNames) {
  const limits = limitsOnReadings(line)
  const ranges = [
    ...names.signals.map(({ scale }, row) => inUnit(scale, line.signals[row]!)),
    ...names.setpoints.map(({ scale, signal }) => inUnit(scale, line.signals[signal]!)),
    ...names.controls.map(({ scale }, row) => {
      const { low, high, safe } = line.controls[row]!
      return inUnit(scale, { low: Math.min(low, safe), high: Math.max(high, safe) })
    }),
  ]
  let heart = { value: 0, still: 0, wired: false }
  let sinceLimit = Infinity
  let [far, outside] = [0, false]
  return ({ inputs, settings }: HostileScan, unguarded: number, distance: number): number => {
    const { reading, setpoint, control } = inputs
    const values = [...reading, ...setpoint, ...control].map(Math.fround)
    const { enable, mode, heartbeat, good, envelope } = settings
    const isOff = !enable || ![modes.shadow, modes.on, modes.check].some((known) => known === mode)
    const isWatched = mode !== modes.check
    heart =
      heartbeat === heart.value ? { ...heart, still: heart.still + 1 } : { value: heartbeat, still: 0, wired: true }
    const isReached = limits.some(({ row, side, bound }) => {
      const { scale } = names.signals[row]!
      const value = Math.fround(reading[row]!)
      const limit = Math.fround(written(scale, bound))
      return side === 'above' ? value > limit : value < limit
    })
    sinceLimit = isReached ? 0 : sinceLimit + 1
    const isBeyond = ranges.some(({ low, high }, row) => {
      const least = Math.fround(low - rangeMargin.below * (high - low))
      const most = Math.fround(high + rangeMargin.above * (high - low))
      return values[row]! < least || values[row]! > most
    })
    const isNotANumber = values.some(Number.isNaN)
    const isBad = good.includes(false)
    const isLost = (unguarded & reasons.computed) !== 0
    const computes = !isOff && !isNotANumber && !isBad && !isBeyond && !isLost
    const edge = Number.isNaN(envelope) ? 1 : Math.fround(envelope)
    const isFar = edge > 0 && distance > edge
    far = !computes ? 0 : isFar ? Math.min(far + 1, severalScans) : Math.max(far - 1, 0)
    if (far === severalScans) outside = true
    if (far === 0) outside = false
    const sum = (found: Partial<Record<keyof typeof reasons, boolean>>) =>
      (Object.keys(found) as (keyof typeof reasons)[]).reduce((all, name) => all + (found[name] ? reasons[name] : 0), 0)
    return sum({
      off: isOff,
      notANumber: isNotANumber,
      computed: isLost,
      quality: isBad,
      range: isBeyond,
      heartbeat: isWatched && heart.wired && heart.still >= heartbeatScans,
      limit: isWatched && sinceLimit <= severalScans,
      envelope: isWatched && outside,
      shadow: !isOff && mode === modes.shadow,
      check: !isOff && mode === modes.check,
    })
  }
}

const nonFinite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

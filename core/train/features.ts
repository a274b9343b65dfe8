import type { MemoryBlock, View } from '../dream/controller.ts'
import type { Blocks } from '../dream/layout.ts'
import type { Observer, ObserverMemory } from '../dream/observer.ts'
import { add, clip, multiply, subtract } from '../graph/elementwise.ts'
import { constant, named } from '../graph/leaf.ts'
import { concatRows, gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line, Signal } from '../line/line.ts'

/** Time constants of the averages, in scans. */
export const fastScans = 5
export const slowScans = 40
/** Innovations are filtered over this many scans. */
export const innovationScans = 10
/** A jump may span the whole range: its feature counts in this many units. */
export const jumpUnits = 4
/** Innovations of an ordinary day stay within this many standard deviations. */
export const ordinary = 4
/** Share of an innovation that its sum takes up. */
const driftShare = 0.1
/** Part of an accumulated sum that is kept each scan. */
const kept = 0.998
/** Features are held within this, so that nothing a plant does drives the network where it never was. */
const bound = 8

/** A change of a signal that matters, as the unit of its features, SI. */
export const unitOf = ({ low, high, noise }: Signal) => Math.max((high - low) / 30, 3 * noise)

/** What a policy is shown, all of it computable in a PLC. */
export interface Features {
  readonly rows: number
  readonly memory: readonly MemoryBlock[]
  /**
   * [features, lanes] from what is seen at a scan, by how much each instrument seems to have jumped, [signals, lanes] in
   * SI, its innovations in standard deviations, [signals, lanes], and the memory after it.
   */
  compute(view: View): {
    readonly features: Tensor
    readonly jumps: Tensor
    readonly innovation: Tensor
    readonly memory: Blocks
  }
}

/**
 * For each signal: where it is in its range, how it moves (against a fast and a slow average), its innovation against the
 * line's balances, the same filtered and summed, and the sum of its jumps; for each loop: set point, error and
 * its integral; for each control: where it stands.
 */
export function createFeatures(line: Line, observer: Observer): Features {
  const { signals, controls } = line
  const loops = line.loops.filter((loop) => loop.kind !== 'interlock')
  const perSignal = (of: (signal: Line['signals'][number], row: number) => number) =>
    constant(signals.map(of), signals.length, 1)
  const unit = signals.map(unitOf)
  const inverseUnit = perSignal((_, row) => 1 / (unit[row] as number))
  const jumpUnit = perSignal((_, row) => (observer.deviation[row] as number) / (jumpUnits * (unit[row] as number)))
  const loopRows = loops.map(({ signal }) => signals.findIndex(({ tag }) => tag === signal))

  const deviation = perSignal((_, row) => observer.deviation[row] as number)

  return {
    rows: 7 * signals.length + 3 * loops.length + controls.length,
    memory: [
      ...observer.memory,
      { name: 'fast average', rows: signals.length, start: 'settled' },
      { name: 'slow average', rows: signals.length, start: 'settled' },
      { name: 'filtered innovation', rows: signals.length, start: 'zero' },
      { name: 'drift', rows: signals.length, start: 'zero' },
      ...(loops.length > 0 ? [{ name: 'error integral', rows: loops.length, start: 'zero' } as const] : []),
    ],
    compute: ({ reading, setpoint, control, memory }) => {
      const block = (name: string) => memory[name] as Tensor
      const toward = (name: string, value: Tensor, scans: number) =>
        add(block(name), multiply(subtract(value, block(name)), 1 / scans))
      const observed = observer.observe(memory as Blocks & ObserverMemory, control, reading)
      const { innovation } = observed
      const fast = toward('fast average', reading, fastScans)
      const slow = toward('slow average', reading, slowScans)
      const filtered = toward('filtered innovation', clip(innovation, -bound, bound), innovationScans)
      const drift = sumOf(block('drift'), multiply(clip(innovation, -bound, bound), driftShare))
      const scaled = (x: Tensor) => multiply(x, inverseUnit)
      const rows = [
        named(multiply(subtract(reading, middles(signals)), perSpan(signals)), 'position'),
        named(scaled(subtract(reading, fast)), 'against fast average'),
        named(scaled(subtract(fast, slow)), 'fast against slow average'),
        named(multiply(innovation, 1 / ordinary), 'innovation share'),
        filtered,
        drift,
        named(multiply(observed.jumps, jumpUnit), 'jump share'),
        named(multiply(subtract(control, middles(controls)), perSpan(controls)), 'control position'),
      ]
      const next: Record<string, Tensor> = {
        estimate: observed.estimate,
        'fast average': fast,
        'slow average': slow,
        'filtered innovation': filtered,
        jumps: observed.jumps,
        alarm: observed.alarm,
        drift,
      }
      if (setpoint !== undefined) {
        const loopUnit = constant(
          loopRows.map((row) => 1 / (unit[row] as number)),
          loops.length,
          1,
        )
        const error = named(multiply(subtract(setpoint, gatherRows(reading, loopRows)), loopUnit), 'error')
        const integral = sumOf(block('error integral'), multiply(error, 1 / slowScans))
        const start = constant(
          loops.map((loop) => loop.setpoint),
          loops.length,
          1,
        )
        rows.push(error, integral, named(multiply(subtract(setpoint, start), loopUnit), 'set point change'))
        next['error integral'] = integral
      }
      return {
        features: named(clip(concatRows(rows), -bound, bound), 'features'),
        jumps: multiply(observed.jumps, deviation),
        innovation,
        memory: next,
      }
    },
  }
}

interface Ranged {
  readonly low: number
  readonly high: number
}

const middles = (list: readonly Ranged[]) =>
  constant(
    list.map(({ low, high }) => (low + high) / 2),
    list.length,
    1,
  )
const perSpan = (list: readonly Ranged[]) =>
  constant(
    list.map(({ low, high }) => 2 / (high - low)),
    list.length,
    1,
  )

/** A sum that forgets slowly and does not grow without bound. */
const sumOf = (before: Tensor, more: Tensor) => clip(add(multiply(before, kept), more), -4 * bound, 4 * bound)

import type { BlockNames } from '../../core/export/block-names.ts'
import { type Scale, written } from '../../core/export/engineering.ts'
import type { SenseInputs, SenseSettings } from '../../core/export/plc.ts'
import type { Line } from '../../core/line/line.ts'
import type { RandomSource } from '../../core/scenario/random.ts'

/** One scan of a PLC that may be wired wrongly, stand on noise, or be under attack. */
export interface HostileScan {
  readonly inputs: SenseInputs
  readonly settings: Required<SenseSettings>
  /** What the loops ask of the controls. */
  readonly loop: readonly number[]
}

interface Range {
  readonly low: number
  readonly high: number
}

const bits = new DataView(new ArrayBuffer(4))

/** Any REAL: NaNs with any payload, infinities and denormals among them. */
function anyReal(random: RandomSource): number {
  bits.setUint32(0, random.integer(2 ** 32))
  return bits.getFloat32(0)
}

const special = [Number.NaN, Infinity, -Infinity, 1e38, -1e38, 0, -0, 1e-45, 3.4e38]

const anything = (random: RandomSource) =>
  random.next() < 0.5 ? anyReal(random) : (special[random.integer(special.length)] as number)

const within = ({ low, high }: Range, share: number) => Math.fround(low + (high - low) * share)

/**
 * Draws scans in spells of up to a minute's worth: calm ones in which the policy can act, and others in which one input,
 * some, or all of them are anything at all.
 */
export function hostileInputs(line: Line, names: BlockNames, random: RandomSource) {
  const ranged = (scale: Scale, { low, high }: Range) => ({ low: written(scale, low), high: written(scale, high) })
  const signals = names.signals.map(({ scale }, row) => ranged(scale, line.signals[row]!))
  const setpoints = names.setpoints.map(({ signal }) => signals[signal]!)
  const controls = names.controls.map(({ scale }, row) => ranged(scale, line.controls[row]!))
  const shares = [...signals, ...setpoints].map(() => random.next())
  let left = 0
  let spell = drawSpell(random)
  let beats = 0

  return (applied: readonly number[]): HostileScan => {
    if (left-- <= 0) {
      left = random.integer(40)
      spell = drawSpell(random)
    }
    const wandering = [...signals, ...setpoints].map((range, row) => {
      const share = spell.jumps ? random.next() : shares[row]! + 0.02 * random.normal()
      shares[row] = Math.min(Math.max(share, 0), 1)
      return within(range, spell.isExtreme ? Math.round(shares[row]!) * 1.03 : shares[row]!)
    })
    const spoilt = (value: number) => (random.next() < spell.spoilt ? anything(random) : value)
    const all = [...wandering, ...applied].map(spoilt)
    beats = spell.beats ? (beats + 1) % 1000 : beats
    const heart = random.next() < spell.toggles ? random.integer(65_536) - 32_768 : beats
    return {
      inputs: {
        reading: all.slice(0, signals.length),
        setpoint: all.slice(signals.length, wandering.length),
        control: all.slice(wandering.length),
      },
      settings: {
        enable: random.next() < spell.toggles ? random.next() < 0.5 : spell.enable,
        mode: random.next() < spell.toggles ? random.integer(65_536) - 32_768 : spell.mode,
        authority: random.next() < spell.toggles ? anything(random) : spell.authority,
        handOver: spell.handOver,
        envelope: spell.envelope,
        heartbeat: heart,
        good: signals.map(() => random.next() >= spell.bad),
      },
      loop: controls.map((range) => spoilt(within(range, random.next() * 1.5 - 0.25))),
    }
  }
}

function drawSpell(random: RandomSource) {
  const one = <Value>(values: readonly Value[]) => values[random.integer(values.length)] as Value
  const isCalm = random.next() < 0.5
  return {
    spoilt: isCalm ? 0 : one([0, 0.02, 0.2, 1]),
    toggles: isCalm ? 0 : one([0, 0, 0.1, 0.9]),
    bad: isCalm ? 0 : one([0, 0, 0.01, 0.5]),
    jumps: !isCalm && random.next() < 0.3,
    isExtreme: !isCalm && random.next() < 0.2,
    beats: isCalm || random.next() < 0.5,
    enable: random.next() < 0.9,
    mode: one([2, 2, 2, 2, 2, 1, 3, 0]),
    authority: one([1, 1, 0.5, 0]),
    handOver: isCalm ? one([0, 20, 60, 200]) : one([0, 60, 1e38, -5, Number.NaN, Infinity, anyReal(random)]),
    envelope: one([1, 1, 1, 0, 0.3, Number.NaN, anyReal(random)]),
  }
}

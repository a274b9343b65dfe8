import { differenceUnit } from '../../line/file/names.ts'
import type { Line } from '../../line/line.ts'

/** Something that a policy may write, within bounds that nothing else can widen. SI. */
export interface Output {
  /** Such as `SC-101.trim`, `LT-101.correction` or `SC-101.request`; the name of its column in a log. */
  readonly name: string
  readonly kind: 'correction' | 'trim' | 'request'
  /** Its signal's or control's row in the line. */
  readonly row: number
  readonly low: number
  readonly high: number
  /** Largest change in one scan. */
  readonly travel: number
  readonly unit: string
}

/** Scans in which a correction or trim passes from nothing to all that it may be, at least. */
const fewestScans = 2

/** What the policy of a line writes: corrections of the signals and trims on the controls, or requests for the controls. */
export function outputsOf(line: Line): readonly Output[] {
  const { kind, correction, trim } = line.policy
  const controls = line.controls.map((control, row) => {
    const span = control.high - control.low
    const travel = Math.min(control.rate * line.scan, span)
    if (kind === 'direct') {
      const { low, high, unit } = control
      return { name: `${control.tag}.request`, kind: 'request' as const, row, low, high, travel, unit }
    }
    const reach = trim * span
    return {
      name: `${control.tag}.trim`,
      kind: 'trim' as const,
      row,
      low: -reach,
      high: reach,
      travel: Math.min(travel, reach / fewestScans),
      unit: differenceUnit(control.unit),
    }
  })
  if (kind === 'direct') return controls
  const corrections = line.signals.map(({ tag, low, high, unit }, row) => {
    const reach = correction * (high - low)
    const travel = reach / fewestScans
    const name = `${tag}.correction`
    return { name, kind: 'correction' as const, row, low: -reach, high: reach, travel, unit: differenceUnit(unit) }
  })
  return [...corrections, ...controls]
}

/** `wanted` within the range of an output, and no farther from `before` than one scan allows. Both in SI. */
export function within({ low, high, travel }: Output, wanted: number, before: number): number {
  const inRange = Math.min(Math.max(wanted, low), high)
  return Math.min(Math.max(inRange, before - travel), before + travel)
}

import type { Line } from '../../line/line.ts'
import { parseUnit } from '../../line/unit.ts'
import { setpointLoops } from '../../scenario/course.ts'
import { setpointColumn } from '../columns.ts'

/** What a log can hold of a line: a signal, a control or a loop's set point. Its range is in its unit. */
export interface LineTag {
  /** What Dreamline's own logs call it. */
  readonly name: string
  readonly role: 'signal' | 'control' | 'setpoint'
  readonly unit: string
  readonly low: number
  readonly high: number
  /** What the line file says that the plant's logs call it. */
  readonly column?: string
}

/** Everything that a log can hold of a line, in the order of Dreamline's own logs. */
export function lineTags(line: Line): readonly LineTag[] {
  const setpoints = setpointLoops(line).flatMap(({ tag, signal }) => {
    const measured = line.signals.find((each) => each.tag === signal)
    return measured === undefined
      ? []
      : [{ ...rangeOf(measured), name: setpointColumn(tag), role: 'setpoint' as const }]
  })
  const named = (role: 'signal' | 'control', items: Line['signals'] | Line['controls']): LineTag[] =>
    items.map((item) => ({
      ...rangeOf(item),
      name: item.tag,
      role,
      ...(item.column !== undefined && { column: item.column }),
    }))
  return [...named('signal', line.signals), ...named('control', line.controls), ...setpoints]
}

function rangeOf({ low, high, unit }: { readonly low: number; readonly high: number; readonly unit: string }) {
  const { factor, offset } = parseUnit(unit) ?? { factor: 1, offset: 0 }
  return { unit, low: low / factor - offset, high: high / factor - offset }
}

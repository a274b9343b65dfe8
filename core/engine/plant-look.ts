import type { Line } from '../line/line.ts'
import { quantityIn } from '../line/quantity.ts'
import { setpointColumn } from '../plant/columns.ts'
import type { Look } from '../plant/session/observe.ts'
import type { Output } from '../plant/session/output.ts'
import { notMapped, type Sample } from '../plant/session/plant-side.ts'
import type { Advice } from '../plant/session/shadow.ts'
import { setpointLoops } from '../scenario/course.ts'
import type { PlantLook } from './contract/plant.ts'

/** One scan in the units of the line; what the connection file does not have is left out. */
export function lookOf(
  line: Line,
  { time, snapshot }: Look,
  outputs: readonly Output[],
  advice: Advice | undefined,
): PlantLook {
  const shown = (tag: string, unit: string, sample: Sample | undefined) => {
    if (sample === undefined || sample.said === notMapped) return []
    const { value, quality, said } = sample
    const trouble = quality === 'good' ? '' : said === '' ? quality : `${quality}: ${said}`
    return [{ tag, value: Number.isFinite(value) ? quantityIn(value, unit) : null, unit, trouble }]
  }
  const unitOf = (signal: string) => line.signals.find(({ tag }) => tag === signal)!.unit
  return {
    time,
    values: [
      ...line.signals.flatMap(({ tag, unit }, row) => shown(tag, unit, snapshot.signals[row])),
      ...setpointLoops(line).flatMap(({ tag, signal }, row) =>
        shown(setpointColumn(tag), unitOf(signal), snapshot.setpoints[row]),
      ),
      ...line.controls.flatMap(({ tag, unit }, row) => shown(tag, unit, snapshot.controls[row])),
    ],
    ...(advice && 'withheld' in advice && { withheld: advice.withheld }),
    ...(advice &&
      'wanted' in advice && {
        advice: outputs.map(({ name, unit }, index) => ({
          name,
          value: quantityIn(advice.wanted[index]!, unit),
          unit,
        })),
      }),
  }
}

import type { Limit, Line } from '../../line/line.ts'
import { formatQuantity } from '../../line/quantity.ts'
import { setpointLoops } from '../../scenario/course.ts'
import type { Quality, Sample, Snapshot } from './plant-side.ts'

/** Beyond its range by more than these shares, an instrument reports a failure of its own (NAMUR NE 43: 3.6 and 21 mA). */
const under = 0.4 / 16
const over = 1 / 16

/** How far a value can be relied on, by its own number, where nothing else is wrong with it. */
export function qualityOf(value: number, { low, high }: { readonly low: number; readonly high: number }): Quality {
  if (!Number.isFinite(value)) return 'not a number'
  const span = high - low
  return value < low - under * span || value > high + over * span ? 'out of range' : 'good'
}

/** Why a policy may not act on what is known of the plant; undefined where it may. */
export function troubleIn(line: Line, { signals, setpoints, controls }: Snapshot): string | undefined {
  const named = [
    ...line.signals.map(({ tag }, row) => [tag, signals[row]] as const),
    ...setpointLoops(line).map(({ tag }, row) => [`the set point of ${tag}`, setpoints[row]] as const),
    ...line.controls.map(({ tag }, row) => [tag, controls[row]] as const),
  ]
  for (const [name, sample] of named) {
    if (sample?.quality !== 'good' || !Number.isFinite(sample.value)) return `${name} is ${wordsFor(sample)}`
  }
  return line.limits.map((limit) => crossing(line, limit, signals)).find((reason) => reason !== undefined)
}

function wordsFor(sample: Sample | undefined): string {
  if (sample === undefined) return 'not there'
  const { quality, said } = sample
  const words = quality === 'bad' || quality === 'uncertain' ? `of ${quality} quality` : quality
  return said === '' || said === 'Good' ? words : `${words} (${said})`
}

/** A limit whose place is measured, and crossed by what is measured. */
function crossing(line: Line, limit: Limit, signals: readonly Sample[]): string | undefined {
  const row = line.signals.findIndex(
    ({ of }) => of.component === limit.of.component && of.quantity === limit.of.quantity,
  )
  if (row < 0) return undefined
  const { value } = signals[row]!
  const { tag, unit } = line.signals[row]!
  if (limit.above !== undefined && value > limit.above) {
    return `the limit ${limit.name} is crossed: ${tag} is above ${formatQuantity(limit.above, unit)}`
  }
  if (limit.below !== undefined && value < limit.below) {
    return `the limit ${limit.name} is crossed: ${tag} is below ${formatQuantity(limit.below, unit)}`
  }
  return undefined
}

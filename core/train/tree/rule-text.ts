import type { Output } from './outputs.ts'
import { type Condition, leavesOf, type PlacedLeaf } from './tree.ts'
import type { Activity, TreeController } from './tree-policy.ts'
import type { Quantity } from './words.ts'
import { type WrittenLeaf, writtenLeaf } from './written.ts'

/** One rule for people, in the units of the line file. */
export interface RuleText {
  /** From 1 on, in the order of the leaves. */
  readonly number: number
  readonly output: Output
  /** All of them must hold; none where the rule always acts. */
  readonly conditions: readonly string[]
  /** What it means, such as `believe the balances rather than the jumps of LT-101`. */
  readonly meaning: string
  /** What is added, such as `-0.1 cm - 1.02 x (LT-101 jumps)`. */
  readonly formula: string
  readonly activity: Activity | undefined
}

/** All rules of a policy, in the order of its leaves. */
export function rulesIn(controller: TreeController, numbers: Float32Array): readonly RuleText[] {
  const { trees, activity, quantities, outputs } = controller
  return leavesOf(trees).map((placed, index) => {
    const output = outputs[placed.output] as Output
    const leaf = writtenLeaf(placed, outputs, quantities, numbers)
    return {
      number: index + 1,
      output,
      conditions: conditionsOf(placed, quantities),
      meaning: meaningOf(output, leaf, quantities, activity[index]?.mean ?? leaf.constant),
      formula: formulaOf(output, leaf, quantities),
      activity: activity[index],
    }
  })
}

/** `acts in 4.1 % of scans with faults and in 0.2 % of others, -3.2 cm on the mean` */
export function activityText({ failing, ordinary, mean }: Activity, { unit }: Output): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const often = `acts in ${percent(failing)} of scans with faults and in ${percent(ordinary)} of others`
  return `${often}, ${withUnit(`${mean > 0 ? '+' : ''}${Number(mean.toPrecision(2))}`, unit)} on the mean`
}

/** What a quantity is, for a list of them: `LT-101 reads so much above what the balances say, cm`. */
export function quantityText({ subject, comparison, unit }: Quantity): string {
  const way = comparison.kind === 'distance' ? ` above ${comparison.from}` : ''
  return `${subject} so much${way}, ${unit === '' ? 'no unit' : unit}`
}

/** The conditions on the way to a leaf, at most two for a quantity: the closest from below and from above. */
function conditionsOf({ path }: PlacedLeaf, quantities: readonly Quantity[]): readonly string[] {
  const asked = [...new Set(path.map(({ quantity }) => quantity))]
  return asked.map((row) => {
    const own = path.filter(({ quantity }) => quantity === row)
    const thresholds = (isAbove: boolean) =>
      own.filter((condition: Condition) => condition.isAbove === isAbove).map(({ threshold }) => threshold)
    const [above, below] = [thresholds(true), thresholds(false)]
    const quantity = quantities[row] as Quantity
    const parts = [
      ...(above.length > 0 ? [moreThan(quantity, Math.max(...above))] : []),
      ...(below.length > 0 ? [atMost(quantity, Math.min(...below))] : []),
    ]
    return `${quantity.subject} ${parts.join(' and ')}`
  })
}

function moreThan({ comparison, unit }: Quantity, threshold: number): string {
  if (comparison.kind === 'value') return withUnit(`more than ${threshold}`, unit)
  const size = withUnit(String(Math.abs(threshold)), unit)
  if (threshold === 0) return `above ${comparison.from}`
  return threshold > 0 ? `more than ${size} above ${comparison.from}` : `less than ${size} below ${comparison.from}`
}

function atMost({ comparison, unit }: Quantity, threshold: number): string {
  if (comparison.kind === 'value') return withUnit(`at most ${threshold}`, unit)
  const size = withUnit(String(Math.abs(threshold)), unit)
  if (threshold === 0) return `not above ${comparison.from}`
  return threshold > 0 ? `at most ${size} above ${comparison.from}` : `at least ${size} below ${comparison.from}`
}

/** A jump is not believed where a rule takes back at least this part of it. */
const disbelief = 0.5

function meaningOf({ tag, kind }: Output, leaf: WrittenLeaf, quantities: readonly Quantity[], mean: number): string {
  const isSilent = leaf.constant === 0 && leaf.terms.every(({ factor }) => factor === 0)
  if (kind === 'correction') {
    if (isSilent) return `believe ${tag} as it reads`
    const takesBack = leaf.terms.some(
      ({ quantity, factor }) => (quantities[quantity] as Quantity).name === `${tag} jumps` && factor < -disbelief,
    )
    if (takesBack) return `believe the balances rather than the jumps of ${tag}`
    return `show the loops a ${mean < 0 ? 'lower' : 'higher'} ${tag}`
  }
  const subject = kind === 'trim' ? 'what its loop asks' : 'where it starts'
  if (isSilent) return `leave ${tag} at ${subject}`
  return `hold ${tag} ${mean < 0 ? 'below' : 'above'} ${subject}`
}

/** `-2.3 cm - 1.02 x (LT-101 jumps)` */
function formulaOf({ unit }: Output, { constant, terms }: WrittenLeaf, quantities: readonly Quantity[]): string {
  const products = terms
    .filter(({ factor }) => factor !== 0)
    .map(({ quantity, factor }) => {
      const { name, unit: per } = quantities[quantity] as Quantity
      const perUnit = per === unit ? '' : `${unit}/${/[ /]/.test(per) ? `(${per})` : per} `
      return `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${perUnit}x (${name})`
    })
  return [withUnit(String(constant), unit), ...products].join(' ')
}

const withUnit = (text: string, unit: string) => `${text} ${unit}`.trim()

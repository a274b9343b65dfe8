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
  /** What it does, such as `show the loops LT-101 lowered by 3.2 cm`. */
  readonly action: string
  readonly activity: Activity | undefined
}

/** All rules of a policy, in the order of its leaves. */
export function rulesIn(controller: TreeController, numbers: Float32Array): readonly RuleText[] {
  const { trees, activity, quantities, outputs } = controller
  return leavesOf(trees).map((placed, index) => ({
    number: index + 1,
    output: outputs[placed.output] as Output,
    conditions: conditionsOf(placed, quantities),
    action: actionOf(outputs[placed.output] as Output, writtenLeaf(placed, outputs, quantities, numbers), quantities),
    activity: activity[index],
  }))
}

/** `acts in 4.1 % of scans with faults and in 0.2 % of others` */
export function activityText({ failing, ordinary }: Activity): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return `acts in ${percent(failing)} of scans with faults and in ${percent(ordinary)} of others`
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

function actionOf(output: Output, leaf: WrittenLeaf, quantities: readonly Quantity[]): string {
  const { tag, kind } = output
  const isSilent = leaf.constant === 0 && leaf.terms.every(({ factor }) => factor === 0)
  if (kind === 'correction') {
    if (isSilent) return `believe ${tag} as it reads`
    const believed = leaf.terms.some(
      ({ quantity, factor }) => (quantities[quantity] as Quantity).name === `${tag} jumps` && factor < -0.5,
    )
    return `${believed ? 'believe the balances rather than the jumps, ' : ''}add to ${tag}, as the loops see it: ${amount(output, leaf, quantities)}`
  }
  if (isSilent) return kind === 'trim' ? `leave ${tag} to its loop` : `keep ${tag} where it starts`
  const where = kind === 'trim' ? 'to what the loops ask of' : 'to the start of'
  return `add ${where} ${tag}: ${amount(output, leaf, quantities)}`
}

/** `-2.3 cm - 1.02 x (LT-101 jumps)` */
function amount({ unit }: Output, { constant, terms }: WrittenLeaf, quantities: readonly Quantity[]): string {
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

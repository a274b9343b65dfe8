import { type Fitted, observe, solve, sumsFor } from './regression.ts'
import type { Sample } from './sample.ts'
import { type Table, tabulate } from './table.ts'
import type { Node, NumberedTrees } from './tree.ts'
import type { Quantity } from './words.ts'

export interface Growth {
  readonly depth: number
  /** Terms of a leaf, besides its constant, at most: 0 to 2. */
  readonly terms: number
  /** Scans of the sample that must go either way. */
  readonly scans: number
}

/** Trees of some leaves together, and how well they fit the sample. */
export interface Grown extends NumberedTrees {
  readonly leaves: number
  /** Weighted mean squared error in steps. */
  readonly loss: number
}

/** A further term must take away this share of a leaf's loss. */
const worthATerm = 0.05

/** A leaf that may be cut in two, or an output that has no rule yet. */
interface Bud {
  readonly output: number
  readonly scans: Int32Array
  readonly depth: number
  readonly terms: readonly number[]
  readonly fitted: Fitted
  cut?: { readonly quantity: number; readonly threshold: number; readonly below: Bud; readonly above: Bud }
}

/** What may be done next, and what it takes off the loss. */
interface Step {
  readonly gain: number
  take(): readonly Bud[]
}

/**
 * Weighted regression trees for all outputs at once, best first (Breiman et al., Classification and Regression Trees, 1984;
 * Friedman 2001 for the order; leaves with a few terms after Quinlan, M5, 1992): each step gives an output its first rule or
 * cuts a leaf in two, whatever takes most off the weighted squared error of all outputs together. So trees of fewer leaves
 * are beginnings of those of more. Gives the trees for each number of leaves, or of as many as there is use for.
 * Deterministic.
 */
export function growTrees(
  sample: Sample,
  quantities: readonly Quantity[],
  sizes: readonly number[],
  growth: Growth,
): readonly Grown[] {
  const outputs = sample.wanted.length / sample.scans
  const table = tabulate(sample, quantities)
  const all = Int32Array.from({ length: sample.scans }, (_, scan) => scan)
  const roots = new Map<number, Bud>()
  let loss = 0
  let steps: Step[] = []
  for (let output = 0; output < outputs; output++) {
    const silent = lossOfSilence(sample, output)
    loss += silent
    steps.push(firstRule(table, output, all, silent, growth, (root) => roots.set(output, root)))
  }
  const weight = sample.weights.reduce((sum, value) => sum + value, 0)
  const grown: Grown[] = []
  let leaves = 0
  for (const size of [...sizes].sort((a, b) => a - b)) {
    while (leaves < size && steps.length > 0) {
      const best = steps.reduce((a, b) => (b.gain > a.gain ? b : a))
      if (!(best.gain > 0)) break
      steps = steps.filter((step) => step !== best)
      loss -= best.gain
      leaves++
      for (const bud of best.take()) steps.push(...cutOf(table, bud, growth))
    }
    if (leaves === grown.at(-1)?.leaves) break
    grown.push({ leaves, ...treesOf(roots), loss: Math.max(loss, 0) / Math.max(weight, Number.MIN_VALUE) })
  }
  return grown
}

function lossOfSilence({ scans, wanted, weights }: Sample, output: number): number {
  let loss = 0
  for (let at = output * scans; at < (output + 1) * scans; at++)
    loss += (weights[at] as number) * (wanted[at] as number) ** 2
  return loss
}

function firstRule(
  table: Table,
  output: number,
  scans: Int32Array,
  silent: number,
  growth: Growth,
  plant: (root: Bud) => void,
): Step {
  const root = budOf(table, output, scans, 0, [], growth)
  return {
    gain: silent - root.fitted.loss,
    take: () => {
      plant(root)
      return [root]
    },
  }
}

/** A leaf with the terms that suit it best, or those of its parent where these do better. */
function budOf(
  table: Table,
  output: number,
  scans: Int32Array,
  depth: number,
  inherited: readonly number[],
  { terms: most }: Growth,
): Bud {
  let terms: readonly number[] = []
  let fitted = fit(table, output, scans, terms)
  while (terms.length < most) {
    const candidates = table.usable
      .filter((row) => !terms.includes(row))
      .map((row) => ({ terms: [...terms, row], fitted: fit(table, output, scans, [...terms, row]) }))
    if (candidates.length === 0) break
    const best = candidates.reduce((a, b) => (b.fitted.loss < a.fitted.loss ? b : a))
    if (!(best.fitted.loss < (1 - worthATerm) * fitted.loss)) break
    ;({ terms, fitted } = best)
  }
  if (inherited.length > 0) {
    const same = fit(table, output, scans, inherited)
    if (same.loss < fitted.loss) return { output, scans, depth, terms: inherited, fitted: same }
  }
  return { output, scans, depth, terms, fitted }
}

function fit(table: Table, output: number, scans: Int32Array, terms: readonly number[]): Fitted {
  const sums = new Float64Array(sumsFor(terms.length))
  const x = new Array<number>(terms.length).fill(0)
  for (const scan of scans) {
    for (let term = 0; term < terms.length; term++) {
      x[term] = table.features[(terms[term] as number) * table.scans + scan] as number
    }
    const at = output * table.scans + scan
    observe(sums, 0, table.weights[at] as number, x, table.wanted[at] as number)
  }
  return solve(sums, 0, terms.length)
}

/** The best cut of a leaf, if it may be cut and gains anything. */
function cutOf(table: Table, bud: Bud, growth: Growth): readonly Step[] {
  if (bud.depth >= growth.depth || bud.scans.length < 2 * growth.scans) return []
  const found = bestCut(table, bud, growth)
  if (found === undefined) return []
  const { quantity, index } = found
  const codes = table.codes.subarray(quantity * table.scans, (quantity + 1) * table.scans)
  const side = (isAbove: boolean) =>
    budOf(
      table,
      bud.output,
      bud.scans.filter((scan) => (codes[scan] as number) > index === isAbove),
      bud.depth + 1,
      bud.terms,
      growth,
    )
  const [below, above] = [side(false), side(true)]
  const gain = bud.fitted.loss - below.fitted.loss - above.fitted.loss
  const threshold = table.thresholds[quantity]?.[index] as number
  const take = () => {
    bud.cut = { quantity, threshold, below, above }
    return [below, above]
  }
  return [{ gain, take }]
}

/** The cut after which the leaf's terms, fitted on either side, leave the least loss. */
function bestCut(table: Table, { output, scans, terms }: Bud, growth: Growth) {
  const width = sumsFor(terms.length)
  const x = new Array<number>(terms.length).fill(0)
  let best: { quantity: number; index: number; loss: number } | undefined
  table.thresholds.forEach((thresholds, quantity) => {
    const bins = thresholds.length + 1
    const sums = new Float64Array(bins * width)
    const counts = new Int32Array(bins)
    for (const scan of scans) {
      const bin = table.codes[quantity * table.scans + scan] as number
      counts[bin] = (counts[bin] as number) + 1
      for (let term = 0; term < terms.length; term++) {
        x[term] = table.features[(terms[term] as number) * table.scans + scan] as number
      }
      const at = output * table.scans + scan
      observe(sums, bin * width, table.weights[at] as number, x, table.wanted[at] as number)
    }
    const total = new Float64Array(width)
    for (let bin = 0; bin < bins; bin++) addTo(total, sums.subarray(bin * width, (bin + 1) * width), 1)
    const below = new Float64Array(width)
    let count = 0
    for (let index = 0; index < thresholds.length; index++) {
      addTo(below, sums.subarray(index * width, (index + 1) * width), 1)
      count += counts[index] as number
      if (count < growth.scans) continue
      if (scans.length - count < growth.scans) break
      const above = total.slice()
      addTo(above, below, -1)
      const loss = solve(below, 0, terms.length).loss + solve(above, 0, terms.length).loss
      if (best === undefined || loss < best.loss) best = { quantity, index, loss }
    }
  })
  return best
}

function addTo(sum: Float64Array, more: Float64Array, sign: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + sign * (more[at] as number)
}

function treesOf(roots: ReadonlyMap<number, Bud>): NumberedTrees {
  const numbers: number[] = []
  const node = (bud: Bud): Node => {
    if (bud.cut === undefined) {
      numbers.push(...bud.fitted.numbers)
      return { terms: bud.terms }
    }
    const { quantity, threshold, below, above } = bud.cut
    return { quantity, threshold, below: node(below), above: node(above) }
  }
  const trees = [...roots].sort(([a], [b]) => a - b).map(([output, root]) => ({ output, root: node(root) }))
  return { trees, numbers: Float32Array.from(numbers) }
}

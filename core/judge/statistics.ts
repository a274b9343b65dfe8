import { bootstrap, fewestItems, type Interval } from '../scenario/bootstrap.ts'

export type Verdict = 'better' | 'no worse' | 'worse'

/** What paired costs (lower is better) say about a policy against a reference. */
export type Comparison = {
  readonly pairs: number
  /** Mean cost of the policy minus that of the reference, in the unit of the costs. */
  readonly difference: number
  /** 95 % interval of the difference. */
  readonly interval: Interval
  /** The difference as a share of the reference's mean cost; infinite where only that mean is zero. */
  readonly relative: number
  /** 95 % interval of the share, in which the reference's mean is as uncertain as the difference. */
  readonly relativeInterval: Interval
  /** The share of the reference's mean cost by which a policy may be worse and still count as no worse. */
  readonly margin: number
  readonly verdict: Verdict
}

/**
 * Compares costs `[scenarios]` (lower is better) that policy and reference had on the same scenarios with the same seeds.
 *
 * Better: the whole 95 % interval of the mean difference lies below zero. No worse: the whole interval of the relative
 * difference lies at or below the margin. Worse: everything else, because a policy has to earn its export.
 * The intervals are percentile bootstrap intervals over whole pairs (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13); the rule is that of non-inferiority trials (Piaggio et al., CONSORT, JAMA 308, 2012).
 * Fewer than six pairs cannot carry a 95 % statement: their intervals are unbounded.
 *
 * Throws RangeError when the costs are none, unpaired or not finite, or the margin is not a finite share from 0 up.
 */
export function compare(
  policy: ArrayLike<number>,
  reference: ArrayLike<number>,
  { margin, seed = 0 }: { margin: number; seed?: number },
): Comparison {
  assertComparable(policy, reference, margin)
  const pairs = policy.length
  const differences = Float64Array.from(policy, (cost, pair) => cost - reference[pair]!)
  const references = Float64Array.from(reference)
  const difference = mean(differences)
  const relative = share(difference, mean(references))
  const { interval, relativeInterval } = pairs < fewestItems ? unbounded : resampled(differences, references, seed)
  const verdict = interval[1] < 0 ? 'better' : relativeInterval[1] <= margin ? 'no worse' : 'worse'
  return { pairs, difference, interval, relative, relativeInterval, margin, verdict }
}

/** The verdict in one sentence, for people. Costs are `what`, say 'off-spec product'. */
export function explain(
  { verdict, relative, relativeInterval, interval, margin, pairs }: Comparison,
  what: string,
): string {
  const allowed = percent(margin)
  if (pairs < fewestItems)
    return `Not shown to be no worse: ${pairs} scenarios are too few to tell (at least ${fewestItems}).`
  const found = `${what} changes by ${percent(relative)} (95 % interval ${percent(relativeInterval[0])} to ${percent(relativeInterval[1])}, ${pairs} scenarios)`
  if (verdict === 'better') return `Better: ${found}.`
  if (verdict === 'no worse') return `No worse: ${found}, and at most ${allowed} is allowed.`
  if (interval[0] > 0) return `Worse: ${found}, and at most ${allowed} is allowed.`
  return `Not shown to be no worse: ${found}, and more than the ${allowed} allowed cannot be ruled out; more scenarios may tell.`
}

const unbounded: { interval: Interval; relativeInterval: Interval } = {
  interval: [-Infinity, Infinity],
  relativeInterval: [-Infinity, Infinity],
}

/** Intervals from resampled pairs: `[scenarios]` differences and reference costs. */
function resampled(differences: Float64Array, references: Float64Array, seed: number) {
  const pairs = differences.length
  const [interval, relativeInterval] = bootstrap(pairs, seed, (drawn) => {
    let difference = 0
    let reference = 0
    for (let draw = 0; draw < pairs; draw++) {
      const pair = drawn[draw]!
      difference += differences[pair]!
      reference += references[pair]!
    }
    return [difference / pairs, share(difference, reference)]
  }) as [Interval, Interval]
  return { interval, relativeInterval }
}

const share = (difference: number, reference: number) => (difference === 0 ? 0 : difference / Math.abs(reference))

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

const percent = (value: number) =>
  `${value > 0 ? '+' : ''}${Number.isFinite(value) ? (100 * value).toFixed(1) : value < 0 ? '-∞' : '∞'} %`

function assertComparable(policy: ArrayLike<number>, reference: ArrayLike<number>, margin: number): void {
  if (policy.length !== reference.length || policy.length === 0) {
    throw new RangeError(
      `costs come in pairs, at least one: ${policy.length} of the policy, ${reference.length} of the reference`,
    )
  }
  for (const [who, costs] of [
    ['policy', policy],
    ['reference', reference],
  ] as const) {
    const wrong = Array.from(costs).findIndex((cost) => !Number.isFinite(cost))
    if (wrong >= 0) throw new RangeError(`cost ${wrong} of the ${who} is ${costs[wrong]}, not a finite number`)
  }
  if (!(Number.isFinite(margin) && margin >= 0)) throw new RangeError(`a margin is a share from 0 up, not ${margin}`)
}

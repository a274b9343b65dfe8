import type { Consequence } from '../../../core/engine/contract.ts'

/** One figure of a day under today's control and under the policy; less is better in all of them. */
export interface KeyFigure {
  readonly kind: 'cost' | 'trips' | 'outside' | 'crossed' | 'goal'
  /** The limit or the goal; empty for cost and trips. */
  readonly name: string
  readonly unit: string
  readonly baseline: number
  readonly policy: number | undefined
}

/** Goals' figures are errors and shortfalls, so less is better there too. Limits that nobody met are left out. */
export function keyFigures(baseline: Consequence, policy: Consequence | undefined): readonly KeyFigure[] {
  const figure = (
    kind: KeyFigure['kind'],
    name: string,
    unit: string,
    take: (consequence: Consequence) => number | undefined,
  ): KeyFigure => ({
    kind,
    name,
    unit,
    baseline: take(baseline) ?? Number.NaN,
    policy: policy && (take(policy) ?? Number.NaN),
  })
  const met = (limit: KeyFigure) => limit.baseline > 0 || (limit.policy ?? 0) > 0
  const limits = baseline.limits.flatMap(({ name }, row) => [
    figure('outside', name, '', ({ limits }) => limits[row]?.minutesOutside),
    figure('crossed', name, '', ({ limits }) => limits[row]?.crossings),
  ])
  return [
    figure('cost', '', '', ({ cost }) => cost),
    figure('trips', '', '', ({ tripped }) => (tripped ? 1 : 0)),
    ...baseline.goals.map(({ name, unit }, row) => figure('goal', name, unit, ({ goals }) => goals[row]?.value)),
    ...limits.filter(met),
  ]
}

/** Differences below this share of the larger figure are not worth a word. */
const noticeable = 0.005

/** How the policy stands in a figure. */
export function standing({ baseline, policy }: KeyFigure): 'better' | 'worse' | 'alike' | undefined {
  if (policy === undefined || Number.isNaN(policy - baseline)) return undefined
  if (Math.abs(policy - baseline) <= noticeable * Math.max(Math.abs(policy), Math.abs(baseline))) return 'alike'
  return policy < baseline ? 'better' : 'worse'
}

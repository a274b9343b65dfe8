import { mean, variance } from './spread.ts'
import type { Task } from './task.ts'

/** A task that has been dreamt, and how its last group fared. */
export interface Trial {
  readonly task: Task
  /** V, the spread of the group's costs. */
  readonly value: number
  /** Mean cost of the group. */
  readonly cost: number
  /** The same of its first group. */
  readonly firstCost: number
  readonly visits: number
  /** The round of its last group. */
  readonly round: number
  readonly standing: Standing
}

/** A mastered task costs no more than an ordinary day; a hopeless one was visited often and has not come to cost less. */
export type Standing = 'open' | 'mastered' | 'hopeless'

/** What a curriculum remembers: plain data. */
export interface Pool {
  /** Rounds so far. */
  readonly round: number
  readonly trials: readonly Trial[]
  /** Tasks that are still to be dreamt: out of the replay, or proposed. */
  readonly waiting: readonly Task[]
  /** How often a mastered task has failed again. */
  readonly forgotten: number
}

/** A pool in which some tasks wait to be dreamt. */
export const beginPool = (waiting: readonly Task[]): Pool => ({ round: 0, trials: [], waiting, forgotten: 0 })

/** How many tasks are remembered, and which share of them may be mastered or hopeless. */
const most = 256
const settledShare = 0.25
/** A mastered task costs at most this much more than an ordinary day, as a factor. */
const tolerance = 1.5
/** Hopeless is what was visited so often and costs no less than this share of what it cost at first. */
const patience = 4
const hardlyLess = 0.95

/** A trial after one more group, whose dreams cost `costs`; `ordinary` is what an ordinary day costs. */
export function tried(
  task: Task,
  before: Trial | undefined,
  costs: Float32Array,
  ordinary: number,
  round: number,
): Trial {
  const cost = mean(costs)
  const firstCost = before?.firstCost ?? cost
  const visits = (before?.visits ?? 0) + 1
  const isHopeless = visits >= patience && cost > hardlyLess * firstCost
  const standing = cost <= tolerance * ordinary ? 'mastered' : isHopeless ? 'hopeless' : 'open'
  return { task, value: variance(costs), cost, firstCost, visits, round, standing }
}

/** How many tasks stand how, and how often one was forgotten. */
export function standings({ trials, forgotten }: Pool): Readonly<Record<Standing | 'forgotten', number>> {
  const count = (wanted: Standing) => trials.filter(({ standing }) => standing === wanted).length
  return { open: count('open'), mastered: count('mastered'), hopeless: count('hopeless'), forgotten }
}

export const isOpen = ({ standing }: Trial): boolean => standing === 'open'

export const mostValuableFirst = (a: Trial, b: Trial): number => b.value - a.value

/** The most valuable open tasks, the most valuable first. */
export const valuable = ({ trials }: Pool, count: number): readonly Trial[] =>
  trials.filter(isOpen).sort(mostValuableFirst).slice(0, count)

/** The trials to remember: open ones by their value, the others by how lately they were seen. */
export function remembered(trials: readonly Trial[]): readonly Trial[] {
  const settled = trials.filter((trial) => !isOpen(trial)).sort((a, b) => b.round - a.round)
  const open = trials.filter(isOpen).sort(mostValuableFirst)
  const kept = settled.slice(0, Math.max(settledShare * most, most - open.length))
  return [...open.slice(0, most - kept.length), ...kept]
}

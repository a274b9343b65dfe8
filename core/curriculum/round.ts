import type { PlantLayout } from '../line/groups.ts'
import type { Line } from '../line/line.ts'
import { type RandomSource, weightedIndex } from '../scenario/random.ts'
import { faultFreeScenario } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { isOpen, mostValuableFirst, type Pool, remembered, type Trial, tried } from './pool.ts'
import type { CurriculumSettings } from './settings.ts'
import { dayOf, drawTask, isSynthetic, type Task } from './task.ts'
import { vary } from './vary.ts'

/** One task in a round, dreamt in `size` lanes from lane `first` on. */
export interface Group {
  readonly task: Task
  /** Where it stood before, if it was dreamt before. */
  readonly before?: Trial
  readonly first: number
  readonly size: number
}

/** What is dreamt side by side in one iteration of training. */
export interface Round {
  /** One a lane: ordinary days first, then group after group. */
  readonly scenarios: readonly Scenario[]
  /** How many of them are ordinary days. */
  readonly ordinary: number
  readonly groups: readonly Group[]
}

export interface RoundRequest {
  readonly line: Line
  readonly layout: PlantLayout
  readonly settings: CurriculumSettings
  readonly lanes: number
  /** Lanes for days without a fault. */
  readonly ordinary: number
  /** The dreams of a group are on the same day, where the policy explores and one day is enough to tell them apart. */
  readonly sameDay: boolean
}

/** The next round. Pure but for the luck that `random` gives. */
export function planRound(pool: Pool, request: RoundRequest, random: RandomSource): Round {
  const { line, layout, settings, lanes, ordinary, sameDay } = request
  const { group } = settings
  const inGroups = <Item>(count: number, one: (index: number) => () => Item) =>
    Array.from({ length: Math.ceil(count / group) }, (_, index) => {
      const next = one(index)
      const size = Math.min(group, count - index * group)
      if (!sameDay) return Array.from({ length: size }, next)
      return Array<Item>(size).fill(next())
    }).flat()
  const days = inGroups(ordinary, () => () => faultFreeScenario(line, layout, random))
  const chosen = chooseTasks(pool, request, Math.ceil((lanes - ordinary) / group), random)
  const faulty = inGroups(lanes - ordinary, (index) => () => {
    const { task } = chosen[index] as Choice
    return dayOf(line, layout, task, random)
  })
  return {
    scenarios: [...days, ...faulty],
    ordinary,
    groups: chosen.map((choice, index) => {
      const first = ordinary + index * group
      return { ...choice, first, size: Math.min(group, lanes - first) }
    }),
  }
}

/** The pool after a round whose dreams cost `costs`, [lanes]; `ordinary` is what an ordinary day costs. */
export function closeRound(pool: Pool, { groups }: Round, costs: Float32Array, ordinary: number): Pool {
  const round = pool.round + 1
  const news = groups.map(({ task, before, first, size }) =>
    tried(task, before, costs.subarray(first, first + size), ordinary, round),
  )
  const dreamt = new Set<Trial | Task>(groups.map(({ task, before }) => before ?? task))
  const lost = groups.filter(({ before }, index) => before?.standing === 'mastered' && news[index]?.standing === 'open')
  // Dreams that left the numbers tell nothing of their task.
  const told = news.filter(({ value }) => Number.isFinite(value))
  return {
    round,
    trials: remembered([...pool.trials.filter((trial) => !dreamt.has(trial)), ...told]),
    waiting: pool.waiting.filter((task) => !dreamt.has(task)),
    forgotten: pool.forgotten + lost.length,
  }
}

interface Choice {
  readonly task: Task
  readonly before?: Trial
}

/**
 * The tasks of a round: one that is mastered or hopeless, the one that was not seen for longest; tasks that wait and
 * valuable ones of the pool; proposals and variations of valuable ones; the rest is drawn.
 */
function chooseTasks(
  pool: Pool,
  { line, layout, settings }: RoundRequest,
  count: number,
  random: RandomSource,
): readonly Choice[] {
  const { again, synthetic, byValue } = settings
  const open = pool.trials.filter(isOpen)
  const settled = pool.trials.filter((trial) => !isOpen(trial))
  const valuable = byValue ? byRank(open) : open.map((trial) => ({ trial, weight: 1 }))
  const returning = Math.floor(again * count)
  const made = Math.floor(synthetic * count)

  const waiting = pool.waiting.filter((task) => !isSynthetic(task)).slice(0, returning)
  const retested = returning > waiting.length ? oldest(settled) : []
  const back = pick(valuable, returning - waiting.length - retested.length, random)
  const proposed = pool.waiting.filter(isSynthetic).slice(0, made)
  const parents = pick(valuable, made - proposed.length, random)
  const old = [
    ...waiting.map((task): Choice => ({ task })),
    ...[...retested, ...back].map((trial): Choice => ({ task: trial.task, before: trial })),
    ...proposed.map((task): Choice => ({ task })),
    ...parents.map(({ task }): Choice => ({ task: vary(line, layout, task, random) })),
  ]
  const fresh = Array.from({ length: count - old.length }, (): Choice => ({ task: drawTask(line, layout, random) }))
  return [...old, ...fresh]
}

const oldest = (trials: readonly Trial[]): readonly Trial[] =>
  trials.length === 0 ? [] : [trials.reduce((first, trial) => (trial.round < first.round ? trial : first))]

interface Weighed {
  readonly trial: Trial
  readonly weight: number
}

/** Weighed by the rank of their value: 1 for the greatest, then 1/2, 1/3 … (Jiang et al. 2021). */
const byRank = (trials: readonly Trial[]): readonly Weighed[] =>
  [...trials].sort(mostValuableFirst).map((trial, index) => ({ trial, weight: 1 / (index + 1) }))

/** Up to `count` different ones, each probable by its weight among those that are left. */
function pick(weighed: readonly Weighed[], count: number, random: RandomSource): readonly Trial[] {
  const left = [...weighed]
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const weights = left.map(({ weight }) => weight)
    const [{ trial }] = left.splice(weightedIndex(weights, random), 1) as [Weighed]
    return trial
  })
}

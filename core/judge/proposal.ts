import type { PlantLayout } from '../line/groups.ts'
import type { Failure, Line } from '../line/line.ts'
import { type RandomSource, weightedIndex } from '../scenario/random.ts'
import { type Draws, dayWith, occurrence } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** A normal distribution cut off at `low` and, exclusively, at `high`. */
interface Marginal {
  readonly low: number
  readonly high: number
  readonly centre: number
  readonly spread: number
}

/** What days are drawn from while the search for the worst of them goes on. */
export interface Proposal {
  /** Share of each failure in what is drawn, [failures]. */
  readonly failures: readonly number[]
  /** Share of days with a second fault. */
  readonly pairs: number
  /** How each failure occurs, [failures][numbers that its occurrence takes]. */
  readonly occurrences: readonly (readonly Marginal[])[]
  /** The day around each failure, [failures][numbers that a day takes]. */
  readonly days: readonly (readonly Marginal[])[]
}

/** The numbers behind a day with one fault or two. */
export interface Candidate {
  /** Rows of the failures. */
  readonly failures: readonly number[]
  /** [faults][numbers that the occurrence takes] */
  readonly occurrences: readonly (readonly number[])[]
  readonly day: readonly number[]
}

/** Nearly flat where chance is uniform; where it is normal, as chance is, up to two standard deviations. */
const share: Marginal = { low: 0, high: 1, centre: 0.5, spread: 0.5 }
const deviation: Marginal = { low: -2, high: 2, centre: 0, spread: 1 }
/** Share of draws in which every failure is equally probable, so that none is given up. */
const explored = 0.3
/** Days with one fault and days with two are both drawn throughout. */
const fewestPairs = 0.2
/** How far a generation moves the proposal towards its elite. */
const smoothing = 0.7
/** A marginal keeps this share of its range as its spread, so that it can still move. */
const leastSpread = 0.02
/** From fewer days nothing is learnt about a failure. */
const fewestDays = 2

/** Where the search begins: every failure alike, everything else much as chance has it. Only for lines with failures. */
export function firstProposal(line: Line, layout: PlantLayout): Proposal {
  const { failures } = line
  const day = marginalsOf((draws) => dayWith(line, layout, [], draws))
  return {
    failures: failures.map(() => 1 / failures.length),
    pairs: failures.length > 1 ? 0.5 : 0,
    occurrences: failures.map((failure) => marginalsOf((draws) => occurrence(line, failure, draws))),
    days: failures.map(() => day),
  }
}

/** One marginal for each number that is asked for. */
function marginalsOf(ask: (draws: Draws) => unknown): readonly Marginal[] {
  const asked: Marginal[] = []
  const answer = (marginal: Marginal) => {
    asked.push(marginal)
    return marginal.centre
  }
  ask({ next: () => answer(share), normal: () => answer(deviation) })
  return asked
}

/** The day is drawn from what suits its first fault. */
export function drawCandidate({ failures, pairs, occurrences, days }: Proposal, random: RandomSource): Candidate {
  const rows = [...failures.keys()]
  const first = drawFailure(rows, failures, random)
  const others = rows.filter((row) => row !== first)
  const drawn = random.next() < pairs ? [first, drawFailure(others, failures, random)] : [first]
  const draw = (marginals: readonly Marginal[] | undefined) =>
    (marginals ?? []).map((marginal) => drawWithin(marginal, random))
  return { failures: drawn, occurrences: drawn.map((row) => draw(occurrences[row])), day: draw(days[first]) }
}

function drawFailure(rows: readonly number[], shares: readonly number[], random: RandomSource): number {
  const shareOf = (row: number) => shares[row] as number
  const total = rows.reduce((sum, row) => sum + shareOf(row), 0)
  if (total === 0 || random.next() < explored) return rows[random.integer(rows.length)] as number
  return rows[weightedIndex(rows.map(shareOf), random)] as number
}

/** The centre lies within the bounds, so that some draw soon does too. */
function drawWithin({ low, high, centre, spread }: Marginal, random: RandomSource): number {
  for (;;) {
    const value = centre + spread * random.normal()
    if (value >= low && value < high) return value
  }
}

/** The day that a candidate's numbers make. */
export function dayOfCandidate(line: Line, layout: PlantLayout, candidate: Candidate): Scenario {
  const faults = candidate.failures.map((row, place) =>
    occurrence(line, line.failures[row] as Failure, drawsOf(candidate.occurrences[place] ?? [])),
  )
  return dayWith(line, layout, faults, drawsOf(candidate.day))
}

function drawsOf(numbers: readonly number[]): Draws {
  let place = 0
  const take = () => numbers[place++] as number
  return { next: take, normal: take }
}

/** The proposal moved towards the elite of what was drawn from it; what no day of the elite tells of stays. */
export function refit(before: Proposal, elite: readonly Candidate[]): Proposal {
  const faults = elite.reduce((sum, { failures }) => sum + failures.length, 0)
  if (faults === 0) return before
  const withFailure = before.failures.map((_, row) => elite.filter(({ failures }) => failures.includes(row)))
  const pairs = moved(before.pairs, faults / elite.length - 1)
  return {
    failures: before.failures.map((old, row) => moved(old, (withFailure[row] ?? []).length / faults)),
    pairs: before.pairs === 0 ? 0 : Math.min(1 - fewestPairs, Math.max(fewestPairs, pairs)),
    occurrences: before.occurrences.map((marginals, row) =>
      refitMarginals(
        marginals,
        (withFailure[row] ?? []).map(({ failures, occurrences }) => occurrences[failures.indexOf(row)] ?? []),
      ),
    ),
    days: before.days.map((marginals, row) =>
      refitMarginals(
        marginals,
        (withFailure[row] ?? []).map(({ day }) => day),
      ),
    ),
  }
}

function refitMarginals(marginals: readonly Marginal[], drawn: readonly (readonly number[])[]): readonly Marginal[] {
  if (drawn.length < fewestDays) return marginals
  return marginals.map(({ low, high, centre, spread }, place) => {
    const values = drawn.map((numbers) => numbers[place] as number)
    const mean = average(values)
    const found = Math.sqrt(average(values.map((value) => (value - mean) ** 2)))
    const least = leastSpread * (high - low)
    return { low, high, centre: moved(centre, mean), spread: Math.max(least, moved(spread, found)) }
  })
}

const moved = (from: number, to: number) => from + smoothing * (to - from)
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

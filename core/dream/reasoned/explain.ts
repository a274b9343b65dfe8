import { seconds } from '../../line/dimension.ts'
import type { Line, Signal } from '../../line/line.ts'
import type { RandomSource } from '../../scenario/random.ts'
import type { Fault } from '../../scenario/scenario.ts'
import type { Course, Foresight } from './foresight.ts'
import type { Freed } from './freed.ts'

/** How the line's balances come nearest to what was foretold. */
export interface Explanation {
  readonly course: Course
  /** Largest departure of a reading from what was foretold, as a multiple of what is allowed: explained up to 1. */
  readonly departure: number
}

/** Balances are rough where flows change within the interval: so much of a signal's range is allowed. */
const toleranceShare = 0.02
/** Standard deviations of process noise and of measurement noise that are allowed. */
const deviations = 3
const rounds = 4
/** Candidates that the next round is drawn around. */
const kept = 16
/** How the search narrows from round to round. */
const narrowing = 0.35

/**
 * How far each signal may be from what the balances say `interval` s ahead, [signals], SI: a share of its range, its noise,
 * and what the process wanders meanwhile.
 */
export function allowances(line: Line, interval: number): Float64Array {
  return Float64Array.from(line.signals, (signal) => {
    const wander = wanderOf(line, signal) * Math.sqrt(interval)
    return toleranceShare * (signal.high - signal.low) + deviations * (signal.noise + wander)
  })
}

function wanderOf(line: Line, { of }: Signal): number {
  const kind = line.components.find(({ tag }) => tag === of.component)?.kind
  return kind?.states[of.quantity]?.wander ?? 0
}

/** A free failure in one candidate: absent, or to a degree of its range, from some share of the interval on. */
interface Gene {
  readonly isPresent: boolean
  readonly degree: number
  readonly since: number
}

type Candidate = readonly Gene[]

/**
 * Looks among all that the free failures can do for what leads from `state` to the readings foretold, by the line's own
 * step: mass, energy and parts are conserved in each course tried, so what none comes near breaks a balance or comes about
 * too fast. A random search that narrows (the cross-entropy method: Rubinstein and Kroese, 2004).
 */
export async function explain(
  foresight: Foresight,
  { free }: Freed,
  { state, at, interval }: { readonly state: Float32Array; readonly at: number; readonly interval: number },
  foretold: ArrayLike<number>,
  random: RandomSource,
): Promise<Explanation> {
  const { lanes } = foresight
  const { line } = foresight.loop
  const allowed = allowances(line, interval)
  const nothing: Candidate = free.map(() => ({ isPresent: false, degree: 0, since: 0 }))
  let candidates = [nothing, ...Array.from({ length: lanes - 1 }, () => free.map(() => anyGene(random)))]
  let best: Explanation | undefined
  for (let round = 0; round < rounds; round++) {
    const faults = candidates.map((candidate) => faultsOf(line, free, candidate, at, interval))
    const courseOf = await foresight.courses(state, at, faults)
    const ranked = candidates
      .map((candidate, lane) => {
        const course = courseOf(lane)
        return { candidate, course, departure: departureOf(course, foretold, allowed) }
      })
      .sort((a, b) => a.departure - b.departure)
    const [first] = ranked
    if (first !== undefined && first.departure < (best?.departure ?? Infinity)) best = first
    if (free.length === 0) break
    const elite = ranked.slice(0, kept).map(({ candidate }) => candidate)
    const width = narrowing ** (round + 1)
    candidates = Array.from({ length: lanes }, (_, lane) =>
      (elite[lane % elite.length] as Candidate).map((gene) => nearGene(gene, width, random)),
    )
  }
  if (best === undefined) throw new RangeError('the line leads nowhere that could be computed')
  return best
}

const anyGene = (random: RandomSource): Gene => ({
  isPresent: random.next() < 0.5,
  degree: random.next(),
  since: Math.max(0, 2 * random.next() - 1),
})

const nearGene = ({ isPresent, degree, since }: Gene, width: number, random: RandomSource): Gene => ({
  isPresent: random.next() < 0.1 ? !isPresent : isPresent,
  degree: within(degree + width * random.normal()),
  since: within(since + width * random.normal()),
})

const within = (share: number) => Math.min(1, Math.max(0, share))

const faultsOf = (
  line: Line,
  free: readonly number[],
  candidate: Candidate,
  at: number,
  interval: number,
): readonly Fault[] =>
  free.flatMap((row, index) => {
    const failure = line.failures[row]
    const gene = candidate[index]
    if (failure === undefined || gene === undefined || !gene.isPresent) return []
    const [low, high] = failure.severity
    // What is there from the start has been there for long: nothing of its beginning falls into the interval.
    const onset = gene.since === 0 ? at - 1000 * line.step : at + gene.since * interval
    const severity = low + gene.degree * (high - low)
    return [{ failure: failure.name, onset: seconds(onset), severity, ramp: seconds(0), duration: null }]
  })

function departureOf({ readings }: Course, foretold: ArrayLike<number>, allowed: Float64Array): number {
  const end = readings.at(-1) as Float32Array
  const departures = Array.from(
    end,
    (value, row) => Math.abs(value - (foretold[row] as number)) / (allowed[row] as number),
  )
  const most = Math.max(0, ...departures)
  return Number.isNaN(most) ? Infinity : most
}

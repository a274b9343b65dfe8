import { type Seconds, seconds } from '../line/dimension.ts'
import type { PlantLayout } from '../line/groups.ts'
import type { Failure, Line, PinnedScenario } from '../line/line.ts'
import { type RandomSource, weightedIndex } from './random.ts'
import { type Change, type Fault, faultOf, type Scenario } from './scenario.ts'

const secondsPerYear = 365 * 24 * 3600

/** Share of draws in which every failure is equally probable, so that the rare ones are met too. */
const uniformShare = 0.5
/** Share of faulty scenarios with a second fault. */
const pairShare = 0.25
/** A fault begins within this part of the dream, so that its consequence is seen. */
export const latestOnset = 0.7

/** Where the numbers of a day come from: chance, or a search for a certain kind of day. */
export type Draws = Pick<RandomSource, 'next' | 'normal'>

/** The day's ordinary changes and the plant's own spread. */
function day(line: Line, layout: PlantLayout, random: Draws): Pick<Scenario, 'changes' | 'factors'> {
  const changes = line.disturbances.flatMap((disturbance): Change[] => {
    if (disturbance.step === undefined) return []
    const [low, high] = disturbance.step
    const value = low + (high - low) * random.next()
    return [{ disturbance: disturbance.name, at: seconds(line.horizon * random.next()), value }]
  })
  const factors = layout.spreads.map(({ deviation }) => Math.max(0.1, 1 + deviation * random.normal()))
  return { changes, factors }
}

/** The failures that occur of themselves; all, where none does. */
function drawable({ failures }: Line): readonly Failure[] {
  const occurring = failures.filter(({ rate }) => rate > 0)
  return occurring.length > 0 ? occurring : failures
}

function draw(failures: readonly Failure[], random: RandomSource): Failure {
  if (random.next() < uniformShare) return failures[random.integer(failures.length)] as Failure
  const rates = failures.map(({ rate }) => rate)
  return failures[weightedIndex(rates, random)] as Failure
}

/** The failure at a moment and of a severity within what the line declares. */
export function occurrence(line: Line, failure: Failure, random: Draws): Fault {
  const [low, high] = failure.severity
  const onset = seconds(line.horizon * latestOnset * random.next())
  const severity = low + (high - low) * random.next()
  const fault = faultOf(failure, { onset, severity })
  return failure.profile === 'ramp' ? { ...fault, ramp: seconds(fault.ramp * (0.5 + random.next())) } : fault
}

/** An ordinary day: disturbances, no fault. */
export function faultFreeScenario(line: Line, layout: PlantLayout, random: RandomSource): Scenario {
  return dayWith(line, layout, [], random)
}

/** A day on which the given failures occur, at random moments and severities. */
export function scenarioOf(
  line: Line,
  layout: PlantLayout,
  failures: readonly Failure[],
  random: RandomSource,
): Scenario {
  const faults = failures.map((failure) => occurrence(line, failure, random))
  return dayWith(line, layout, faults, random)
}

/** A day on which the given faults occur. Throws a `RangeError` for an unknown failure. */
export function dayWith(line: Line, layout: PlantLayout, faults: readonly Fault[], random: Draws): Scenario {
  return { ...nominalDay(line, layout, nameOf(faults), faults), ...day(line, layout, random) }
}

const nameOf = (faults: readonly Fault[]) => faults.map(({ failure }) => failure).join(' + ') || 'no fault'

/** A day with one fault or two of the line's own. Throws a `RangeError` on a line without failures. */
export function faultyScenario(line: Line, layout: PlantLayout, random: RandomSource): Scenario {
  if (line.failures.length === 0) throw new RangeError(`${line.name} declares no failures`)
  const failures = drawable(line)
  const first = draw(failures, random)
  const others = failures.filter((failure) => failure !== first)
  const pair = others.length > 0 && random.next() < pairShare
  return scenarioOf(line, layout, pair ? [first, draw(others, random)] : [first], random)
}

/** The same faults with the ordinary changes and the plant's spread of another day. */
export const onAnotherDay = (
  line: Line,
  layout: PlantLayout,
  scenario: Pick<Scenario, 'name' | 'faults' | 'likelihood'>,
  random: RandomSource,
): Scenario => ({ ...scenario, ...day(line, layout, random) })

/** Occurrences a year of independent failures within the same window: λ₁ for one, λ₁·λ₂·window for two. */
export function coincidence(failures: readonly Failure[], window: Seconds): number {
  return failures.reduce((rate, failure, index) => rate * failure.rate * (index === 0 ? 1 : window / secondsPerYear), 1)
}

/** A day on which the given faults occur and all else is nominal. Throws a `RangeError` for an unknown failure. */
export function nominalDay(line: Line, layout: PlantLayout, name: string, faults: readonly Fault[]): Scenario {
  const failures = faults.map(({ failure }) => declaredFailure(line, failure))
  const factors = layout.spreads.map(() => 1)
  return {
    name,
    faults,
    changes: [],
    factors,
    likelihood: faults.length === 0 ? 0 : coincidence(failures, line.horizon),
  }
}

/** Throws a `RangeError` for an unknown one. */
export function declaredFailure(line: Line, name: string): Failure {
  const declared = line.failures.find((candidate) => candidate.name === name)
  if (declared === undefined) throw new RangeError(`${line.name} declares no failure ${name}`)
  return declared
}

/** A scenario the line file pins, on an otherwise nominal day. Throws a `RangeError` for an unknown scenario or failure. */
export function pinnedScenario(line: Line, layout: PlantLayout, name: string): Scenario {
  const pinned = line.scenarios.find((scenario) => scenario.name === name)
  if (pinned === undefined) throw new RangeError(`${line.name} pins no scenario ${name}`)
  return nominalDay(line, layout, name, pinnedFaults(line, pinned))
}

/** The faults of a scenario that the line file pins. Throws a `RangeError` for an unknown failure. */
export const pinnedFaults = (line: Line, { faults }: PinnedScenario): readonly Fault[] =>
  faults.map((fault) => faultOf(declaredFailure(line, fault.failure), fault))

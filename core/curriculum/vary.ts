import { seconds } from '../line/dimension.ts'
import type { PlantLayout } from '../line/groups.ts'
import type { Failure, Line } from '../line/line.ts'
import type { RandomSource } from '../scenario/random.ts'
import { coincidence, declaredFailure, latestOnset } from '../scenario/sample.ts'
import type { Fault } from '../scenario/scenario.ts'
import { drawTask, type Task, taskOf } from './task.ts'

/** How far a variation goes, as standard deviations: shares of the horizon, of the range of severities, of the logarithm. */
const spread = { onset: 0.1, severity: 0.25, pace: 0.4 }
/** Share of variations that gain a second fault, or lose theirs. */
const pairShare = 0.3

/**
 * The task a little otherwise: every fault at another moment, of another severity, faster or slower; now and then together
 * with another fault, or without one of two. All within what the line declares.
 */
export function vary(line: Line, layout: PlantLayout, task: Task, random: RandomSource): Task {
  const moved = task.faults.map((fault) => moveFault(line, declaredFailure(line, fault.failure), fault, random))
  const faults = random.next() < pairShare ? withOrWithoutSecond(line, layout, moved, random) : moved
  const failures = faults.map(({ failure }) => declaredFailure(line, failure))
  const name = failures.map((failure) => failure.name).join(' + ')
  return taskOf({ name, faults, likelihood: coincidence(failures, line.horizon) }, 'varied')
}

function moveFault(line: Line, { severity: [low, high] }: Failure, fault: Fault, random: RandomSource): Fault {
  const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
  const onset = fault.onset + spread.onset * line.horizon * random.normal()
  const severity = fault.severity + spread.severity * (high - low) * random.normal()
  const scaled = (time: number) => seconds(time * Math.exp(spread.pace * random.normal()))
  return {
    ...fault,
    onset: seconds(within(onset, 0, latestOnset * line.horizon)),
    severity: within(severity, low, high),
    ramp: fault.ramp === 0 ? fault.ramp : scaled(fault.ramp),
    duration: fault.duration === null ? null : scaled(fault.duration),
  }
}

function withOrWithoutSecond(line: Line, layout: PlantLayout, faults: readonly Fault[], random: RandomSource) {
  if (faults.length > 1) return faults.toSpliced(random.integer(faults.length), 1)
  const [second] = drawTask(line, layout, random).faults
  const isOther = second !== undefined && faults.every(({ failure }) => failure !== second.failure)
  return isOther ? [...faults, second] : faults
}

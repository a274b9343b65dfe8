import { z } from 'zod'
import type { Line, Signal } from '../../line/line.ts'
import { measure } from '../../line/measure.ts'
import { formatQuantity, isComplaint, parseQuantity } from '../../line/quantity.ts'
import type { RandomSource } from '../../scenario/random.ts'
import type { ClosedLoop } from '../closed-loop.ts'
import { offsetOf } from '../layout.ts'
import { meanOfSound, measuredStates } from '../measured-states.ts'
import { reasoning } from './answer.ts'
import { type Checked, converse, type Heard, type Listener } from './converse.ts'
import { allowances, type Explanation, explain } from './explain.ts'
import type { Foresight } from './foresight.ts'
import type { Freed } from './freed.ts'
import type { Reasoner } from './reasoner.ts'
import { type Prospect, questionOf, roughly } from './transition-text.ts'

/** One scan of what was foretold, SI. */
export interface ReasonedScan {
  /** Scans since the day began. */
  readonly scan: number
  /** What the instruments read as the scan begins, [signals]. */
  readonly state: Float32Array
  /** [controls] */
  readonly control: Float32Array
  /** Severity of each failure of the line by which the balances come nearest, [failures]. */
  readonly fault: Float32Array
  /** What the instruments read a scan later, [signals]. */
  readonly nextState: Float32Array
  /** The scan's share of what the dream cost. */
  readonly outcome: number
  readonly reasoning: string
}

/** What was foretold and stands. */
export interface Transition {
  readonly provenance: 'reasoned'
  readonly reasoning: string
  /** What the instruments read afterwards, as it was foretold, [signals], SI. */
  readonly foretold: Float32Array
  /** How far the balances are from that, as a multiple of what is allowed: up to 1. */
  readonly departure: number
  /** The same scan by scan: the course that the balances take, bent to end as foretold. */
  readonly scans: readonly ReasonedScan[]
  /** Where the line stands afterwards, [layout rows]. */
  readonly end: Float32Array
}

export interface TransitionRequest extends Prospect {
  readonly line: Line
  readonly freed: Freed
  readonly foresight: Foresight
  /** Where the line stands now, [layout rows]. */
  readonly state: Float32Array
  readonly random: RandomSource
  /** The longest answer, in tokens. */
  readonly longest: number
}

/**
 * Asks a reasoner what the signals read an interval later. An answer that leaves an instrument's range, or that no behaviour
 * of the failing equipment can bring about by the line's own balances, is offered back once, then refused. Throws
 * `ReasonerError`.
 */
export function foretell(
  reasoner: Reasoner,
  request: TransitionRequest,
  listener: Listener = {},
): Promise<Heard<Transition>> {
  const { line, longest } = request
  const inquiry = { name: 'transition', messages: questionOf(line, request), shape: shapeFor(line), longest }
  return converse(reasoner, { ...inquiry, check: (written) => checkTransition(request, written) }, listener)
}

const shapeFor = ({ signals }: Line) =>
  z.strictObject({
    reasoning,
    next: z.strictObject(Object.fromEntries(signals.map(({ tag, unit }) => [tag, z.number().describe(unit)]))),
  })

interface WrittenTransition {
  readonly reasoning: string
  readonly next: Readonly<Record<string, number>>
}

async function checkTransition(
  request: TransitionRequest,
  { reasoning, next }: WrittenTransition,
): Promise<Checked<Transition>> {
  const { line, freed, foresight, state, history, interval, random } = request
  const read = line.signals.map((signal) => readingOf(signal, next[signal.tag] as number))
  const complaints = read.flatMap((each) => (typeof each === 'string' ? [each] : []))
  if (complaints.length > 0) return { complaints }
  const foretold = Float32Array.from(read, Number)
  const at = history.at(-1)?.at ?? 0
  const explanation = await explain(foresight, freed, { state, at, interval }, foretold, random)
  if (explanation.departure > 1) return { complaints: unexplained(request, foretold, explanation) }
  return { accepted: transitionOf(request, reasoning, foretold, explanation), complaints: [] }
}

/** A reading in SI, or what is wrong with it. */
function readingOf({ tag, of, low, high, unit }: Signal, written: number): number | string {
  const parsed = parseQuantity(`${written} ${unit}`, measure(of.dimension))
  if (isComplaint(parsed)) return `${tag}: ${parsed.message}. ${parsed.remedy}.`
  if (parsed.value >= low && parsed.value <= high) return parsed.value
  const range = `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`
  return `${tag}: ${written} ${unit} is outside of what it can show, ${range}.`
}

/** The readings that the balances come least near. */
function unexplained(
  { line, happening, interval }: TransitionRequest,
  foretold: Float32Array,
  { course }: Explanation,
): readonly string[] {
  const allowed = allowances(line, interval)
  const nearest = course.readings.at(-1) as Float32Array
  return line.signals.flatMap(({ tag, unit }, row) => {
    const [said, could] = [foretold[row] as number, nearest[row] as number]
    if (Math.abs(said - could) <= (allowed[row] as number)) return []
    const what = `${tag}: ${roughly(said, unit)} breaks the balances of the line within ${interval} s`
    return [`${what}; whatever ${happening.tags.join(' and ')} does, they come no nearer than ${roughly(could, unit)}.`]
  })
}

function transitionOf(
  { line, foresight, history, happening }: TransitionRequest,
  reasoning: string,
  foretold: Float32Array,
  { course, departure }: Explanation,
): Transition {
  const scans = course.controls.length
  const gap = foretold.map((value, row) => value - (course.readings[scans]?.[row] as number))
  const bent = course.readings.map((reading, scan) =>
    reading.map((value, row) => value + ((gap[row] as number) * scan) / scans),
  )
  const first = Math.round((history.at(-1)?.at ?? 0) / line.scan)
  return {
    provenance: 'reasoned',
    reasoning,
    foretold,
    departure,
    scans: course.controls.map((control, scan) => ({
      scan: first + scan,
      state: bent[scan] as Float32Array,
      control,
      fault: (course.faults[scan] as Float32Array).slice(0, line.failures.length),
      nextState: bent[scan + 1] as Float32Array,
      outcome: course.costs[scan] as number,
      reasoning,
    })),
    end: shifted(foresight.loop, course.end, gap, happening.tags),
  }
}

/** A state of the loop with the states that its sound signals measure moved by a gap, [signals], SI. */
function shifted(
  { line, plant, layout }: ClosedLoop,
  state: Float32Array,
  gap: Float32Array,
  failing: readonly string[],
): Float32Array {
  const moved = state.slice()
  for (const measured of measuredStates(line, plant.layout)) {
    const shift = meanOfSound(line, measured, gap, failing)
    if (Number.isNaN(shift)) continue
    moved[offsetOf(layout, 'plant') + measured.row]! += shift
    for (const signal of measured.signals) moved[offsetOf(layout, 'truth') + signal]! += shift
  }
  return moved
}

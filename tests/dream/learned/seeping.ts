import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import type { Film } from '../../../core/dream/film.ts'
import { type Happening, happeningsOf, withHappenings } from '../../../core/dream/learned/told-failure.ts'
import { type MeasuredState, measuredStates } from '../../../core/dream/measured-states.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { add, multiply, square } from '../../../core/graph/elementwise.ts'
import { gatherRows } from '../../../core/graph/shape.ts'
import type { Tensor } from '../../../core/graph/tensor.ts'
import { assemble } from '../../../core/line/assemble.ts'
import { seconds } from '../../../core/line/dimension.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant, type Plant } from '../../../core/line/plant.ts'
import type { Sequence } from '../../../core/replay/experience.ts'
import { sequenceOfFilm } from '../../../core/replay/from-dreams.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario } from '../../../core/scenario/sample.ts'
import { faultOf, type Scenario } from '../../../core/scenario/scenario.ts'
import { bundledLine } from '../../line/stepper.ts'

const threeTank = bundledLine('three-tank')

/** The three-tank line for five minutes, whose instruments have no noise. */
export const line: Line = {
  ...threeTank,
  horizon: seconds(300),
  signals: threeTank.signals.map((signal) => ({ ...signal, noise: 0 })),
  disturbances: threeTank.disturbances.filter(({ step }) => step !== undefined),
  scenarios: [],
}

export const text = 'A hose that nobody knows of\nsiphons from T-101.'

/** What happens, as a failure of the line for the whole day. */
export const seeping = happeningsOf(
  line,
  new Map([[text, [{ duration: seconds(2 * line.horizon), faults: [] }]]]),
)[0] as Happening

/** Level that T-101 loses in a second, at a level of 30 cm, m; it grows with the square of the level. */
const loss = 6e-4

/** The truth, which no failure of the line tells: while it happens T-101 loses the more the fuller it is. */
function truePlant(): Plant {
  const plant = compilePlant(withHappenings(line, [seeping]))
  const { row } = measuredStates(line, plant.layout)[0] as MeasuredState
  const picks = Array.from({ length: plant.layout.states }, (_, other) => (other === row ? { row: 0 } : { value: 0 }))
  return {
    ...plant,
    step: (state, inputs) => {
      const activity = gatherRows(inputs.fault as Tensor, [line.failures.length])
      const lost = multiply(square(multiply(gatherRows(state, [row]), 1 / 0.3)), -loss * line.step)
      return plant.step(add(state, assemble(multiply(lost, activity), picks)), inputs)
    },
  }
}

/** Days on which it happens from the start, and set points change. */
export function seepingDays(count: number, seed: number): readonly Scenario[] {
  const random = randomSource(seed)
  const { layout } = compilePlant(line)
  // It is under way as the first scan begins.
  const fault = faultOf(seeping.failure, { onset: seconds(-line.scan), severity: 1 })
  return Array.from({ length: count }, () => {
    const factors = layout.spreads.map(() => 1)
    return { ...faultFreeScenario(line, layout, random), name: text, factors, faults: [fault] }
  })
}

/** These days under the line's own control, on a plant whose line has what happens as its last failure. */
export function filmed(plant: Plant, days: readonly Scenario[]): Promise<readonly Film[]> {
  return withDreamer(closeLoop(plant, baseline), { lanes: days.length, filming: 'signals' }, async (dreamer) => {
    const { films } = await dreamer.dream(days, { seed: 1, film: days.map((_, index) => index) })
    return films
  })
}

export const filmedTruth = (days: readonly Scenario[]) => filmed(truePlant(), days)

/** The truth as a reasoner would tell it: scan by scan, and without the failure that the line does not have. */
export async function toldSequences(days: readonly Scenario[]): Promise<readonly Sequence[]> {
  const films = await filmedTruth(days)
  return films.map((film) => {
    const told = withHappenings(line, [seeping])
    const sequence = sequenceOfFilm(told, film, film, { provenance: 'reasoned', policyRound: 0, value: 1 })
    const experiences = sequence.experiences.map((experience) => {
      return { ...experience, fault: experience.fault.slice(0, line.failures.length), reasoning: 'It seeps.' }
    })
    return { ...sequence, scenario: { ...sequence.scenario, faults: [] }, chain: [], experiences }
  })
}

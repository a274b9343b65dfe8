import { absolute, add, greater, multiply, select, subtract } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { concatRows, gatherRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { assemble, stack } from '../../line/assemble.ts'
import { seconds } from '../../line/dimension.ts'
import type { PlantInputs } from '../../line/groups.ts'
import type { Disturbance, Line } from '../../line/line.ts'
import { compilePlant, type Plant } from '../../line/plant.ts'
import type { Drift, Gap } from './gap.ts'

/**
 * The plant of a line with a gap between the two. Its `line` has the parameters and instruments of the plant, with the
 * tags, rows and orders of the line: controllers, scenarios and logs of the one fit the other. Actuators and drifts keep
 * their states behind those of the equipment; the drifts' noise is uniform, behind that of the equipment, and absent noise
 * lets them rest. Without gradients through the stiction.
 */
export function gappedPlant(nominal: Line, gap: Gap): Plant {
  const line = gappedLine(nominal, gap)
  const drifting = { ...line, disturbances: [...line.disturbances, ...unknownTo(line, gap.drifts)] }
  const inner = compilePlant(drifting)
  const actuators = actuatorStage(line, gap)
  const drifts = gap.drifts.length
  const behind = inner.layout.states + actuators.start.length
  return {
    line,
    layout: {
      ...inner.layout,
      states: behind + drifts,
      start: Float32Array.from([...inner.layout.start, ...actuators.start, ...gap.drifts.map(() => 0)]),
      wander: Float32Array.from({ length: behind + drifts }, (_, row) => inner.layout.wander[row] ?? 0),
      chances: inner.layout.chances + drifts,
    },
    step: (state, inputs) => {
      const { chance, control } = inputs
      const equipment = sliceRows(state, 0, inner.layout.states)
      const moved = control && actuators.step(sliceRows(state, inner.layout.states, behind), control)
      const walk = drifts > 0 ? walkOn(line, gap.drifts, sliceRows(state, behind, behind + drifts), chance) : undefined
      const next = inner.step(equipment, {
        ...inputs,
        control: moved?.position,
        disturbance: walk ? disturbed(drifting, gap.drifts, inputs, walk) : inputs.disturbance,
        chance: chance && inner.layout.chances > 0 ? sliceRows(chance, 0, inner.layout.chances) : undefined,
      })
      const states = [next.state, ...(moved ? [moved.state] : []), ...(walk ? [walk] : [])]
      return { ...next, state: states.length > 1 ? stack(states) : next.state }
    },
  }
}

/** The line as the plant is, as far as a line file could say it. */
function gappedLine(line: Line, { parameters, instruments }: Gap): Line {
  const factorsOf = (tag: string) => parameters.filter(({ component }) => component === tag)
  return {
    ...line,
    components: line.components.map((component) => ({
      ...component,
      parameters: {
        ...component.parameters,
        ...Object.fromEntries(
          factorsOf(component.tag).map(({ parameter, factor }) => [
            parameter,
            (component.parameters[parameter] as number) * factor,
          ]),
        ),
      },
    })),
    signals: line.signals.map((signal) => {
      const instrument = instruments.find((each) => each.signal === signal.tag)
      if (instrument === undefined) return signal
      return { ...signal, noise: signal.noise * instrument.noise, lag: seconds(signal.lag + instrument.lag) }
    }),
  }
}

const isSame = (a: Disturbance['target'], b: Drift['target']) =>
  (a.kind === 'ambient' && b.kind === 'ambient') ||
  (a.kind === 'parameter' && b.kind === 'parameter' && a.component === b.component && a.parameter === b.parameter)

/** What drifts that no disturbance of the line moves. */
const unknownTo = (line: Line, drifts: readonly Drift[]): readonly Disturbance[] =>
  drifts
    .filter((drift) => !line.disturbances.some(({ target }) => isSame(target, drift.target)))
    .map(({ target }, index) => ({ name: `drift ${index + 1}`, target }))

/** Departures of all the disturbances of the drifting line, [disturbances, lanes]. */
function disturbed(drifting: Line, drifts: readonly Drift[], { disturbance }: PlantInputs, walk: Tensor): Tensor {
  const told = disturbance?.rows ?? 0
  const departures = assemble(
    disturbance,
    drifting.disturbances.map((_, row) => (row < told ? { row } : { value: 0 })),
  )
  const walks = assemble(
    walk,
    drifting.disturbances.map(({ target }) => {
      const row = drifts.findIndex((drift) => isSame(target, drift.target))
      return row < 0 ? { value: 0 } : { row }
    }),
  )
  return add(departures, walks)
}

/** Variance of a uniform number in [0, 1) is 1/12. */
const uniformToUnit = Math.sqrt(12)

/** The drifts one step on (exact discretisation of an Ornstein–Uhlenbeck process), [drifts, lanes]. */
function walkOn(line: Line, drifts: readonly Drift[], before: Tensor, chance: Tensor | undefined): Tensor {
  const column = (of: (drift: Drift) => number) => constant(drifts.map(of), drifts.length, 1)
  const kept = multiply(
    before,
    column(({ time }) => Math.exp(-line.step / time)),
  )
  if (chance === undefined) return kept
  const noise = subtract(sliceRows(chance, chance.rows - drifts.length, chance.rows), 0.5)
  const size = column(
    ({ deviation, time }) => uniformToUnit * deviation * Math.sqrt(1 - Math.exp((-2 * line.step) / time)),
  )
  return add(kept, multiply(noise, size))
}

interface ActuatorStage {
  /** Where its states stand at the start: where each actuator is held, positions on their way, and where it is. */
  readonly start: readonly number[]
  /** One step towards what is asked, [controls, lanes]. */
  step(state: Tensor, asked: Tensor): { readonly state: Tensor; readonly position: Tensor }
}

/** Stiction, then dead time, then lag: a stem that sticks, and what follows it. */
function actuatorStage({ controls, step }: Line, { actuators }: Gap): ActuatorStage {
  const count = controls.length
  const column = (of: (actuator: Gap['actuators'][number]) => number) => constant(actuators.map(of), count, 1)
  const delays = actuators.map(({ delay }) => Math.round(delay / step))
  const longest = Math.max(0, ...delays)
  const band = column((actuator) => actuator.band)
  const gain = column(({ lag }) => 1 - Math.exp(-step / lag))
  const start = controls.map((control) => control.start)
  return {
    start: Array.from({ length: longest + 2 }, () => start).flat(),
    step: (state, asked) => {
      const held = sliceRows(state, 0, count)
      const moves = greater(absolute(subtract(asked, held)), band)
      const stem = select(moves, asked, held)
      const position = sliceRows(state, (longest + 1) * count, (longest + 2) * count)
      /** Newest first: block 0 is where the stem is now. */
      const way = longest > 0 ? concatRows([stem, sliceRows(state, count, (longest + 1) * count)]) : stem
      const arriving = gatherRows(
        way,
        delays.map((delay, row) => delay * count + row),
      )
      const next = add(position, multiply(subtract(arriving, position), gain))
      const onTheWay = longest > 0 ? [sliceRows(way, 0, longest * count)] : []
      return { state: concatRows([stem, ...onTheWay, next]), position: next }
    },
  }
}

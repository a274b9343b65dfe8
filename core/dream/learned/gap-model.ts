import { add, clip, divide, multiply, square, subtract } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { matmul } from '../../graph/matrix.ts'
import { concatRows, gatherRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Plant } from '../../line/plant.ts'
import { type MeasuredState, measuredStates, moved } from '../measured-states.ts'
import type { LogModel, Scale } from './log-model.ts'
import { shapeOf } from './log-model.ts'
import { createLogNetwork } from './log-network.ts'

/**
 * What logs show of a line and its balances do not: by how much each measured state has to be moved during a scan for the
 * balances to come out at what was recorded. Plain data, for one version of a line; SI.
 */
export interface GapModel {
  /** Its signals are measured states, named by the first tag that measures each; it foretells gaps, in their deviations. */
  readonly ensemble: LogModel
  /** Standard deviation of each gap, and the largest in deviations: no gap is said to be larger. */
  readonly gaps: readonly { readonly deviation: number; readonly largest: number }[]
}

/** The measured states that a model foretells the gaps of. */
function statesOf({ line, layout }: Plant, { ensemble }: GapModel): readonly MeasuredState[] {
  const all = measuredStates(line, layout)
  return ensemble.signals.flatMap(({ name }) => {
    return all.filter(({ signals }) => line.signals[signals[0] as number]?.tag === name)
  })
}

/**
 * The plant with its measured states moved by the mean of the members, a share before every step, faded out where the members
 * are further apart than held-out logs ever had them. The states of this plant end with the measured states and controls of
 * the steps before, which the window looks back on: it starts as if all had been at rest.
 * @throws {RangeError} where the model was fitted to another line.
 */
export function gapPlant(plant: Plant, model: GapModel): Plant {
  const { line, layout } = plant
  const { ensemble } = model
  const states = statesOf(plant, model)
  const shape = shapeOf(ensemble)
  if (states.length !== shape.signals || line.controls.length !== shape.controls) {
    throw new RangeError('the model was fitted to other signals and controls than those of the line')
  }
  const steps = Math.round(line.scan / line.step)
  const kept = (shape.window - 1) * steps
  const rows = states.map(({ row }) => row)
  const past = {
    measured: Float32Array.from(rows, (row) => layout.start[row] as number),
    control: Float32Array.from(ensemble.controls, ({ mean }) => mean),
  }
  const start = [
    layout.start,
    ...Array.from({ length: kept }, () => past.measured),
    ...Array.from({ length: kept }, () => past.control),
  ].flatMap((part) => [...part])
  const wander = Float32Array.from(start, (_, row) => layout.wander[row] ?? 0)
  return {
    line,
    layout: { ...layout, states: start.length, start: Float32Array.from(start), wander },
    step: (state, inputs) => {
      const [own, control] = [sliceRows(state, 0, layout.states), inputs.control as Tensor]
      const values = gatherRows(own, rows)
      const measuredTo = layout.states + kept * shape.signals
      const pastValues = kept === 0 ? [] : [sliceRows(state, layout.states, measuredTo)]
      const pastControls = kept === 0 ? [] : [sliceRows(state, measuredTo, state.rows)]
      const everyScan = (all: Tensor, count: number) =>
        Array.from({ length: shape.window }, (_, scan) =>
          sliceRows(all, scan * steps * count, (scan * steps + 1) * count),
        )
      const seen = [
        ...everyScan(concatRows([values, ...pastValues]), shape.signals).map((each) => scaled(each, ensemble.signals)),
        ...everyScan(concatRows([control, ...pastControls]), shape.controls).map((each) =>
          scaled(each, ensemble.controls),
        ),
        constant([1], 1, state.lanes),
      ]
      const gap = multiply(gapOf(model, concatRows(seen)), 1 / steps)
      const next = plant.step(moved(states, own, gap), inputs)
      const older = (all: readonly Tensor[], count: number) =>
        all.flatMap((each) => (kept > 1 ? [sliceRows(each, 0, (kept - 1) * count)] : []))
      const memory =
        kept === 0 ? [] : [values, ...older(pastValues, shape.signals), control, ...older(pastControls, shape.controls)]
      return { ...next, state: concatRows([next.state, ...memory]) }
    },
  }
}

const column = (values: readonly number[]) => constant(values, values.length, 1)

const scaled = (x: Tensor, scales: readonly Scale[]) =>
  divide(subtract(x, column(scales.map(({ mean }) => mean))), column(scales.map(({ deviation }) => deviation)))

/** Of one scan, SI, [measured states, lanes], as far as the members agree. */
function gapOf({ ensemble, gaps }: GapModel, window: Tensor): Tensor {
  const network = createLogNetwork(shapeOf(ensemble))
  const said = ensemble.members.map((member) => network.speak(constant(member, network.parameters, 1), window).mean)
  const meanOf = (all: readonly Tensor[]) =>
    multiply(
      all.reduce((sum, each) => add(sum, each)),
      1 / all.length,
    )
  const mean = meanOf(said)
  const apart = meanOf(said.map((each) => square(subtract(each, mean))))
  const share = constant([1 / gaps.length], 1, gaps.length)
  const trust = clip(subtract(2, multiply(matmul(share, apart), 1 / (ensemble.trust.level ** 2 + 1e-12))), 0, 1)
  const largest = Math.max(...gaps.map(({ largest }) => largest))
  return multiply(multiply(clip(mean, -largest, largest), column(gaps.map(({ deviation }) => deviation))), trust)
}

import { multiply } from '../../graph/elementwise.ts'
import { gatherRows } from '../../graph/shape.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant, type Plant } from '../../line/plant.ts'
import { measuredStates, moved } from '../measured-states.ts'
import { type LearnedModel, residual } from './residual.ts'
import { withHappenings } from './told-failure.ts'

/**
 * The line's balances and, on top of them, what was learned of happenings that they cannot express. Each happening is one
 * more failure of its line; while none occurs, the plant is the causal one.
 */
export function learnedPlant(line: Line, model: LearnedModel): Plant {
  const plant = compilePlant(withHappenings(line, model.happenings))
  const measured = measuredStates(line, plant.layout)
  const stepsPerScan = Math.round(line.scan / line.step)
  return {
    ...plant,
    step: (state, inputs) => {
      const { control, fault } = inputs
      if (fault === undefined) return plant.step(state, inputs)
      const values = gatherRows(
        state,
        measured.map(({ row }) => row),
      )
      const gap = residual(line, measured, model, { measured: values, control, fault })
      return plant.step(moved(measured, state, multiply(gap, 1 / stepsPerScan)), inputs)
    },
  }
}

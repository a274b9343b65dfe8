import { add, clip, divide, maximum, minimum, multiply, square, subtract, tanh } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { linear, matmul, sumRows } from '../../graph/matrix.ts'
import { concatRows, gatherRows, padLanes } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'
import type { RandomSource } from '../../scenario/random.ts'
import type { MeasuredState } from '../measured-states.ts'
import { countOf, drawn, unflatten, weights, zeros } from '../parameters.ts'
import type { Happening } from './told-failure.ts'

/** How far what was told lies beyond the balances. */
export interface LearnedHappening extends Happening {
  /** Largest and root-mean-square gap of each measured state in one scan, SI. */
  readonly largest: readonly number[]
  readonly usual: readonly number[]
}

/** A model of what was told and the balances cannot express, fitted to experience: plain data, for one version of a line. */
export interface LearnedModel {
  readonly happenings: readonly LearnedHappening[]
  /** Failures of the line that were met while something told of happened; the networks see no other. */
  readonly failures: readonly string[]
  /** Of all networks together. */
  readonly parameters: Float32Array
}

/** What a learned model goes by: tensors [rows, lanes], SI. */
export interface Seen {
  /** [measured states, lanes] */
  readonly measured: Tensor
  readonly control: Tensor | undefined
  /** Activity of the failures of the line and then of the happenings. */
  readonly fault: Tensor
}

/** Some small networks, fitted to the same, that agree where they know. */
export interface Ensemble {
  /** Length of the flat vector of all networks' parameters. */
  readonly parameters: number
  draw(random: RandomSource): Float32Array
  /** What each network makes of it, in units of the largest gap, [members · measured states, lanes]. */
  speak(parameters: Tensor, seen: Seen): Tensor
}

export const members = 5
const hidden = 24

/** One hidden layer of tanh each (deep ensembles: Lakshminarayanan et al., 2017). They start by saying nothing. */
export function createEnsemble(
  line: Line,
  measured: readonly MeasuredState[],
  { happenings, failures }: Pick<LearnedModel, 'happenings' | 'failures'>,
): Ensemble {
  const states = measured.length
  const inputs = states + line.controls.length + failures.length + happenings.length
  const each = <Item>(of: (member: number) => Item) => Array.from({ length: members }, (_, member) => of(member))
  const matrices = [
    ...each((member) => weights(`hidden ${member}`, hidden, inputs)),
    zeros('hidden bias', members * hidden),
    ...each((member) => zeros(`output ${member}`, states, hidden)),
    zeros('output bias', members * states),
  ]
  return {
    parameters: countOf(matrices),
    draw: (random) => drawn(matrices, random),
    speak: (parameters, seen) => {
      const w = unflatten(matrices, parameters)
      const hiddenWeights = concatRows(each((member) => w[`hidden ${member}`] as Tensor))
      const outputWeights = concatRows(
        each((member) => padLanes(w[`output ${member}`] as Tensor, member * hidden, (members - 1 - member) * hidden)),
      )
      const situation = situationOf(line, measured, failures, happenings, seen)
      const layer = tanh(linear(hiddenWeights, situation, w['hidden bias'] as Tensor))
      return linear(outputWeights, layer, w['output bias'] as Tensor)
    },
  }
}

/** What the networks see, each about within -1 to 1. */
function situationOf(
  line: Line,
  measured: readonly MeasuredState[],
  failures: readonly string[],
  happenings: readonly Happening[],
  { measured: values, control, fault }: Seen,
): Tensor {
  const centred = (tensor: Tensor, items: readonly { low: number; high: number }[]) => {
    const column = (of: (item: { low: number; high: number }) => number) => constant(items.map(of), items.length, 1)
    const middle = column(({ low, high }) => (low + high) / 2)
    return multiply(
      subtract(tensor, middle),
      column(({ low, high }) => 2 / (high - low)),
    )
  }
  const met = failures.map((name) => line.failures.findIndex((failure) => failure.name === name))
  const worst = met.map((row) => Math.max(...(line.failures[row]?.severity ?? []).map(Math.abs)) || 1)
  return concatRows([
    centred(values, rangesOf(line, measured)),
    ...(control === undefined ? [] : [centred(control, line.controls)]),
    ...(met.length === 0
      ? []
      : [
          multiply(
            gatherRows(fault, met),
            constant(
              worst.map((severity) => 1 / severity),
              met.length,
              1,
            ),
          ),
        ]),
    whichOf(line, happenings, fault),
  ])
}

/** In which range each measured state is measured. */
export const rangesOf = (line: Line, measured: readonly MeasuredState[]): readonly { low: number; high: number }[] =>
  measured.map(({ signals }) => line.signals[signals[0] as number] as Line['signals'][number])

const activityOf = (line: Line, happenings: readonly Happening[], fault: Tensor) =>
  gatherRows(
    fault,
    happenings.map((_, index) => line.failures.length + index),
  )

/** Shares of the happenings in all that happens, [happenings, lanes]; zeros where nothing does. */
function whichOf(line: Line, happenings: readonly Happening[], fault: Tensor): Tensor {
  const activity = activityOf(line, happenings, fault)
  return divide(activity, maximum(sumRows(activity), 1e-6))
}

/**
 * What happens to the measured states in one scan beyond what the balances say, [measured states, lanes], SI: the mean of
 * the networks, times how far what was told is under way. It goes no further than the largest gap that was told, and falls
 * silent where the networks disagree by more than the gaps' own size, so that nothing is made up.
 */
export function residual(line: Line, measured: readonly MeasuredState[], model: LearnedModel, seen: Seen): Tensor {
  const { happenings, parameters } = model
  const states = measured.length
  const ensemble = createEnsemble(line, measured, model)
  const said = ensemble.speak(constant(parameters, parameters.length, 1), seen)
  const mean = meanOfMembers(said, states)
  const apart = meanOfMembers(square(subtract(said, concatRows(Array(members).fill(mean)))), states)
  const which = whichOf(line, happenings, seen.fault)
  const matrix = (of: (happening: LearnedHappening) => readonly number[]) =>
    constant(
      Array.from({ length: states }, (_, state) =>
        happenings.map((happening) => of(happening)[state] as number),
      ).flat(),
      states,
      happenings.length,
    )
  const largest = matmul(
    matrix(({ largest }) => largest),
    which,
  )
  const inRange = constant(
    rangesOf(line, measured).map(({ low, high }) => 1 / (high - low)),
    states,
    1,
  )
  const size = (gap: Tensor) => sumRows(square(multiply(gap, inRange)))
  const disagreement = sumRows(multiply(apart, square(multiply(largest, inRange))))
  const usual = size(
    matmul(
      matrix(({ usual }) => usual),
      which,
    ),
  )
  const trust = clip(subtract(2, divide(disagreement, add(usual, 1e-12))), 0, 1)
  const underWay = minimum(sumRows(activityOf(line, happenings, seen.fault)), 1)
  return multiply(multiply(clip(mean, -1, 1), largest), multiply(trust, underWay))
}

/** [members · states, lanes] to [states, lanes] */
function meanOfMembers(said: Tensor, states: number): Tensor {
  const share = Array.from({ length: states * members * states }, (_, index) => {
    const [state, output] = [Math.floor(index / (members * states)), index % (members * states)]
    return output % states === state ? 1 / members : 0
  })
  return matmul(constant(share, states, members * states), said)
}

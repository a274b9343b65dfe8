import { lanesOf } from '../../dream/lanes.ts'
import type { RandomSource } from '../../scenario/random.ts'
import type { Transitions } from './transitions.ts'

/** Features that hardly varied in a log are not heard: nothing can be learned of them, and they would be all noise. */
const leastDeviation = 0.01
/**
 * Features are in units that matter already. One that varied less is not made louder: in a log of good control all that is
 * small is small together, and what is learned of its differences does not hold once a policy drives.
 */
const loudest = 1
/** An action that stood still is compared in this share of the control's range. */
const leastMove = 0.01

/** How features and actions of a log are brought to a mean of zero and a spread of one. */
export interface Scaling {
  /** [features] */
  readonly mean: Float32Array
  readonly scale: Float32Array
  /** Of the actions, [controls]. */
  readonly actionMean: Float32Array
  readonly actionScale: Float32Array
}

export function scalingOf({ features, actions }: Transitions): Scaling {
  const seen = momentsOf(features)
  const done = momentsOf(actions)
  return {
    mean: seen.mean,
    scale: seen.deviation.map((value) => (value < leastDeviation ? 0 : 1 / Math.max(value, loudest))),
    actionMean: done.mean,
    actionScale: done.deviation.map((value) => 1 / Math.max(value, leastMove)),
  }
}

export function momentsOf(columns: readonly Float32Array[]) {
  const rows = columns[0]?.length ?? 0
  const averaged = (of: (value: number, row: number) => number) =>
    Float32Array.from({ length: rows }, (_, row) => {
      let sum = 0
      for (const column of columns) sum += of(column[row] as number, row)
      return sum / columns.length
    })
  const mean = averaged((value) => value)
  return { mean, deviation: averaged((value, row) => (value - (mean[row] as number)) ** 2).map(Math.sqrt) }
}

/** `columns` less `mean`, times `scale`. */
export const scaled = (columns: readonly Float32Array[], mean: Float32Array, scale: Float32Array) =>
  columns.map((column) => column.map((value, row) => (value - (mean[row] as number)) * (scale[row] as number)))

/** Transitions picked at random, side by side as a program is fed with them: columns by name. */
export function batchOf(
  lists: Readonly<Record<string, readonly Float32Array[]>>,
  size: number,
  random: RandomSource,
): Record<string, Float32Array> {
  const [first] = Object.values(lists)
  const picked = Array.from({ length: size }, () => random.integer(first?.length ?? 0))
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [
      name,
      lanesOf(
        picked.map((index) => list[index] as Float32Array),
        size,
      ),
    ]),
  )
}

import { measuredStates, stateRow } from '../../dream/measured-states.ts'
import type { Dimension } from '../../line/dimension.ts'
import type { Plant } from '../../line/plant.ts'
import type { Window } from './windows.ts'

/** What is fitted anew in each window: together these rows are `deviation`·z off, z standard normal. */
export interface WindowUnknown {
  /** Of the plant's state as the window begins, or of what departs all through it. */
  readonly part: 'state' | 'departure'
  readonly rows: readonly number[]
  /** SI. */
  readonly deviation: number
}

/** A measured state begins where its instruments read, within this share of their range. */
const readingDeviation = 0.01
/** An unmeasured one begins within this share of what the line file says, or K for a temperature. */
const unmeasuredDeviation = 0.3
const unmeasuredTemperature = 10
/** Readings whose median a run begins at. */
const firstReadings = 5

/** The starts to be fitted along with a window: all but stems that a control moves, and what never wanders. */
export function startUnknowns({ line, layout }: Pick<Plant, 'line' | 'layout'>): readonly WindowUnknown[] {
  const measured = new Map(measuredStates(line, layout).map(({ row, signals }) => [row, signals[0] as number]))
  const driven = new Set(
    line.controls.map(({ component, actuator }) => stateRow(line, layout, { component, quantity: actuator })),
  )
  return layout.members.flatMap(({ kind, components, cells, states }) =>
    Object.entries(states).flatMap(([name, { offset, rows }]) => {
      const { wander, dimension } = kind.states[name] as { wander: number; dimension: Dimension }
      let next = offset
      return components.flatMap((_, position): WindowUnknown[] => {
        const count = rows === components.length ? 1 : (cells[position] as number)
        const own = Array.from({ length: count }, (_, cell) => next + cell)
        next += count
        if (wander === 0 || own.length === 0 || own.some((row) => driven.has(row))) return []
        const signal = line.signals[measured.get(own[0] as number) ?? -1]
        if (signal !== undefined) {
          return [{ part: 'state', rows: own, deviation: signal.noise + readingDeviation * (signal.high - signal.low) }]
        }
        const start = Math.abs(layout.start[own[0] as number] as number) || 1
        return [
          {
            part: 'state',
            rows: own,
            deviation: dimension === 'temperature' ? unmeasuredTemperature : unmeasuredDeviation * start,
          },
        ]
      })
    }),
  )
}

/** Whether a state that wanders is neither measured nor driven, so that where it begins is anybody's guess. */
export const hasUnmeasured = ({ line, layout }: Plant): boolean =>
  startUnknowns({ line, layout }).some(({ rows }) =>
    measuredStates(line, layout).every(({ row }) => row !== (rows[0] as number)),
  )

/** Where a free run over a window begins as far as the log says, and the line file elsewhere: [states], SI. */
export function startOf({ line, layout }: Plant, { readings, controls }: Window): Float32Array {
  const state = Float32Array.from(layout.start)
  line.controls.forEach(({ component, actuator }, index) => {
    const row = stateRow(line, layout, { component, quantity: actuator })
    const value = controls[0]?.[index] ?? Number.NaN
    if (row !== undefined && Number.isFinite(value)) state[row] = value
  })
  layout.positions.controls.forEach((control, position) => {
    const value = controls[0]?.[control] ?? Number.NaN
    if (Number.isFinite(value)) state[layout.positions.offset + position] = value
  })
  for (const { row, signals } of measuredStates(line, layout)) {
    const values = signals.map((signal) => firstOf(readings, signal)).filter((value) => !Number.isNaN(value))
    if (values.length > 0) state[row] = values.reduce((sum, value) => sum + value, 0) / values.length
  }
  return state
}

/** What a signal reads as a window begins: the median of its first readings; NaN where it has none. */
export function firstOf(readings: readonly Float32Array[], signal: number): number {
  const values = readings
    .slice(0, firstReadings)
    .map((reading) => reading[signal] as number)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b)
  return values[values.length >> 1] ?? Number.NaN
}

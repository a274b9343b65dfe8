import { input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import { concatRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Plant } from '../line/plant.ts'
import type { LoggedLine } from './columns.ts'

/** Told what a run that began at the row `starts[run]` predicts for a signal (SI) at a later row of the log. */
export type Visit = (run: number, row: number, signal: number, value: number) => void

const stepsPerCall = 10

/**
 * Runs the plant open loop with logged controls, once from each row in `starts`, side by side in lanes, each for
 * `duration` s. A control holds from its row to the next; states that a signal measures, and stems that a control moves,
 * begin where the log has them, all others, and what was not measured then, where the line file does.
 */
export async function freeRun(
  plant: Plant,
  log: LoggedLine,
  time: Float64Array,
  starts: readonly number[],
  duration: number,
  visit: Visit,
): Promise<void> {
  const { line } = plant
  const lanes = starts.length
  const controls = Math.max(log.controls.length, 1)
  const signals = log.signals.length
  const program = await compile(unrolled(plant, log, lanes), { device: 'cpu' })
  const stepOf = (run: number, row: number) =>
    Math.round(((time[row] as number) - (time[starts[run] as number] as number)) / line.step)

  let state = startingStates(plant, log, starts)
  const held = [...starts]
  const seen = [...starts]
  starts.forEach((row, run) => {
    log.signals.forEach(({ values }, signal) => {
      visit(run, row, signal, values[row] as number)
    })
  })
  const steps = Math.round(duration / line.step)
  for (let from = 0; from < steps; from += stepsPerCall) {
    const control = new Float32Array(stepsPerCall * controls * lanes)
    for (let run = 0; run < lanes; run++) {
      for (let step = 0; step < stepsPerCall; step++) {
        while (stepOf(run, (held[run] as number) + 1) <= from + step) held[run]! += 1
        log.controls.forEach(({ values }, row) => {
          control[(step * controls + row) * lanes + run] = values[held[run] as number] as number
        })
      }
    }
    const feeds = { state, control }
    const needed = Object.entries(feeds).filter(([name]) => name in program.inputs)
    const { end, quantities } = (await program.run(Object.fromEntries(needed))) as Record<string, Float32Array>
    state = end as Float32Array<ArrayBuffer>
    for (let run = 0; run < lanes; run++) {
      for (let row = (seen[run] as number) + 1; stepOf(run, row) <= Math.min(from + stepsPerCall, steps); row++) {
        // Rows closer together than a step share its prediction.
        const step = Math.max(stepOf(run, row) - from, 1) - 1
        for (let signal = 0; signal < signals; signal++) {
          visit(run, row, signal, quantities?.[(step * signals + signal) * lanes + run] as number)
        }
        seen[run] = row
      }
    }
  }
  await program.release()
}

function unrolled(plant: Plant, log: LoggedLine, lanes: number): Record<string, Tensor> {
  const { line, layout } = plant
  const places = log.signals.map(({ item }) => item.of)
  const control = line.controls.length === 0 ? undefined : input('control', stepsPerCall * line.controls.length, lanes)
  let state: Tensor = input('state', layout.states, lanes)
  const quantities: Tensor[] = []
  for (let step = 0; step < stepsPerCall; step++) {
    const rows = line.controls.length
    const next = plant.step(state, { control: control && sliceRows(control, step * rows, (step + 1) * rows) })
    state = next.state
    quantities.push(next.quantities(places))
  }
  return { end: state, quantities: concatRows(quantities) }
}

/** The plant's state at each of the rows, [states, rows]. */
function startingStates(plant: Plant, log: LoggedLine, rows: readonly number[]): Float32Array {
  const { line, layout } = plant
  const states = new Float32Array(layout.states * rows.length)
  layout.start.forEach((value, state) => {
    states.fill(value, state * rows.length, (state + 1) * rows.length)
  })
  const begin = (tag: string, name: string, values: Float64Array) => {
    for (const { components, states: blocks } of layout.members) {
      const position = components.findIndex((index) => line.components[index]?.tag === tag)
      const block = blocks[name]
      if (position < 0 || block?.rows !== components.length) continue
      rows.forEach((row, run) => {
        const value = values[row] as number
        if (!Number.isNaN(value)) states[(block.offset + position) * rows.length + run] = value
      })
    }
  }
  for (const { item, values } of log.controls) begin(item.component, item.actuator, values)
  const { controls, offset } = layout.positions
  controls.forEach((control, position) => {
    rows.forEach((row, run) => {
      states[(offset + position) * rows.length + run] = log.controls[control]?.values[row] as number
    })
  })
  for (const { item, values } of log.signals) begin(item.of.component, item.of.quantity, values)
  return states
}

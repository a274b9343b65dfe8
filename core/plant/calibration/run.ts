import { setImmediate } from 'node:timers/promises'
import { shortCall } from '../../dream/segment.ts'
import { only } from '../../dream/start.ts'
import { add, clip, multiply, subtract } from '../../graph/elementwise.ts'
import { jacobianVectorProduct } from '../../graph/gradient.ts'
import { constant, input } from '../../graph/leaf.ts'
import { compile } from '../../graph/session.ts'
import { concatRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Plant } from '../../line/plant.ts'

/** One lane of a free run: the controls that it is driven with, where it begins, and what it departs by. SI. */
export interface Lane {
  readonly controls: readonly Float32Array[]
  readonly start: Start
  /** A direction in which everything moves at once; absent where no sensitivity is wanted. */
  readonly direction?: Start
}

export interface Start {
  /** [states] */
  readonly state: Float32Array
  /** What the instruments show behind their noise, [signals]. */
  readonly lagged: Float32Array
  /** Of each disturbance of the plant's line, [disturbances]. */
  readonly departure: Float32Array
  /** Share of the way to the true value that each instrument goes in a scan, [signals]. */
  readonly follow: Float32Array
}

const parts = ['state', 'lagged', 'departure', 'follow'] as const

/** What instruments read after each scan of a free run, [scans, signals], and how that moves along the lane's direction. */
export interface Predicted {
  readonly reading: Float32Array
  readonly slope?: Float32Array
}

/** Runs a plant open loop in lanes. Compiled once for a number of lanes. */
export interface FreeRunner {
  run(lanes: readonly Lane[], signal?: AbortSignal): Promise<readonly Predicted[]>
  release(): Promise<void>
}

/** Compiles free runs in `lanes` lanes of about `scans` scans in all; `sloped` ones give sensitivities too. */
export async function createFreeRunner(
  plant: Plant,
  lanes: number,
  { scans, sloped }: { readonly scans: number; readonly sloped: boolean },
): Promise<FreeRunner> {
  const { line, layout } = plant
  const rows = {
    state: layout.states,
    lagged: line.signals.length,
    departure: line.disturbances.length,
    follow: line.signals.length,
  }
  const perCall = shortCall(scans)
  const program = await compile(segment(plant, lanes, perCall, rows, sloped), { device: 'cpu' })

  const columns = (starts: readonly Start[], part: (typeof parts)[number]) => {
    const values = new Float32Array(rows[part] * lanes)
    starts.forEach((start, lane) => {
      start[part].forEach((value, row) => {
        values[row * lanes + lane] = value
      })
    })
    return values
  }

  return {
    release: () => program.release(),
    async run(all, signal) {
      const longest = Math.max(...all.map(({ controls }) => controls.length))
      const signals = line.signals.length
      const starts = all.map(({ start }) => start)
      const directions = all.map(({ start, direction }) => direction ?? start)
      let feeds: Record<string, Float32Array> = Object.fromEntries(
        parts.flatMap((part) => [
          [`${part} before`, columns(starts, part)],
          [`${part} slope before`, columns(directions, part)],
        ]),
      )
      const results = all.map(({ controls }) => ({
        reading: new Float32Array(controls.length * signals),
        ...(sloped && { slope: new Float32Array(controls.length * signals) }),
      }))
      for (let from = 0; from < longest; from += perCall) {
        signal?.throwIfAborted()
        const control = new Float32Array(perCall * line.controls.length * lanes)
        all.forEach(({ controls }, lane) => {
          for (let scan = 0; scan < perCall; scan++) {
            controls[Math.min(from + scan, controls.length - 1)]?.forEach((value, row) => {
              control[(scan * line.controls.length + row) * lanes + lane] = value
            })
          }
        })
        const result = (await program.run(only({ ...feeds, control }, program.inputs))) as Record<string, Float32Array>
        feeds = {
          ...feeds,
          ...Object.fromEntries(Object.entries(result).map(([name, values]) => [`${name} before`, values])),
        }
        all.forEach(({ controls }, lane) => {
          for (const [name, values] of Object.entries(results[lane] as Record<string, Float32Array>)) {
            const output = result[name] as Float32Array
            const end = Math.min(perCall, controls.length - from) * signals
            for (let row = 0; row < end; row++) values[from * signals + row] = output[row * lanes + lane] as number
          }
        })
        await setImmediate()
      }
      return results
    },
  }
}

/** Some scans of a free run, with the state in and the state out under the same names. */
function segment(
  plant: Plant,
  lanes: number,
  scans: number,
  rows: Readonly<Record<(typeof parts)[number], number>>,
  sloped: boolean,
): Record<string, Tensor> {
  const { line } = plant
  const present = parts.filter((part) => rows[part] > 0)
  const inputs = Object.fromEntries(present.map((part) => [part, input(`${part} before`, rows[part], lanes)]))
  const controls = line.controls.length
  const control = controls === 0 ? undefined : input('control', scans * controls, lanes)
  const places = line.signals.map(({ of }) => of)
  const column = (values: readonly number[]) => constant(values, values.length, 1)
  const low = column(line.signals.map((signal) => signal.low))
  const span = column(line.signals.map((signal) => signal.high - signal.low))
  const steps = Math.round(line.scan / line.step)

  let state = inputs.state as Tensor
  let lagged = inputs.lagged as Tensor
  const readings: Tensor[] = []
  for (let scan = 0; scan < scans; scan++) {
    let truth = lagged
    for (let step = 0; step < steps; step++) {
      const next = plant.step(state, {
        control: control && sliceRows(control, scan * controls, (scan + 1) * controls),
        disturbance: inputs.departure,
      })
      state = next.state
      if (step === steps - 1) truth = next.quantities(places)
    }
    lagged = add(lagged, multiply(subtract(truth, lagged), inputs.follow as Tensor))
    const share = clip(
      multiply(subtract(lagged, low), column(line.signals.map(({ low, high }) => 1 / (high - low)))),
      0,
      1,
    )
    readings.push(add(low, multiply(share, span)))
  }
  const outputs = { state, lagged, reading: concatRows(readings) }
  if (!sloped) return outputs
  const tangents = present.map((part) => input(`${part} slope before`, rows[part], lanes))
  const [stateSlope, laggedSlope, slope] = jacobianVectorProduct(
    Object.values(outputs),
    present.map((part) => inputs[part] as Tensor),
    tangents,
  )
  return {
    ...outputs,
    'state slope': stateSlope as Tensor,
    'lagged slope': laggedSlope as Tensor,
    slope: slope as Tensor,
  }
}

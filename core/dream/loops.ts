import { add, greater, less, maximum, minimum, multiply, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble, stack } from '../line/assemble.ts'
import type { Interlock, Line, OnOffLoop, PidLoop } from '../line/line.ts'

/** What the line's own loops remember: integrals and last inputs of the PID loops, outputs of the on/off loops. */
export interface LoopMemory {
  readonly integral: Tensor | undefined
  readonly input: Tensor | undefined
  readonly switched: Tensor | undefined
}

/** What the loops ask of the controls, [controls, lanes], and their memory after the scan. */
export interface LoopOutputs {
  readonly control: Tensor
  readonly memory: LoopMemory
}

export const pidLoops = (line: Line): readonly PidLoop[] =>
  line.loops.filter((loop): loop is PidLoop => loop.kind === 'pid')
export const onOffLoops = (line: Line): readonly OnOffLoop[] =>
  line.loops.filter((loop): loop is OnOffLoop => loop.kind === 'on-off')
const setpointLoops = (line: Line) => line.loops.filter((loop) => loop.kind !== 'interlock')

const signalRow = (line: Line, tag: string) => line.signals.findIndex((signal) => signal.tag === tag)
const controlRow = (line: Line, tag: string) => line.controls.findIndex((control) => control.tag === tag)

/**
 * One scan of the line's PID and on/off loops over what they are shown, [signals, lanes], and their set points.
 * PID in ISA form on the measured derivative, with back-calculation against wind-up, tracking time = integral time
 * (Åström and Hägglund 2006, ch. 3). `tuning` holds factors on gain and on 1/integral time, [2·PID loops, lanes].
 */
export function runLoops(
  line: Line,
  shown: Tensor,
  setpoint: Tensor | undefined,
  memory: LoopMemory,
  tuning: Tensor | undefined,
): LoopOutputs {
  const pids = pidLoops(line)
  const switches = onOffLoops(line)
  const outputs: Tensor[] = []
  const next: { integral?: Tensor; input?: Tensor; switched?: Tensor } = {}
  const shownTo = (loops: readonly { signal: string }[]) =>
    gatherRows(
      shown,
      loops.map(({ signal }) => signalRow(line, signal)),
    )
  const wanted = (loops: readonly (PidLoop | OnOffLoop)[]) =>
    gatherRows(
      setpoint as Tensor,
      loops.map((loop) => setpointLoops(line).indexOf(loop)),
    )

  if (pids.length > 0) {
    const column = (of: (loop: PidLoop, control: Line['controls'][number]) => number) =>
      constant(
        pids.map((loop) => of(loop, line.controls[controlRow(line, loop.control)] as Line['controls'][number])),
        pids.length,
        1,
      )
    const input = shownTo(pids)
    const error = subtract(wanted(pids), input)
    const factors = (from: number) =>
      tuning === undefined
        ? constant([1], 1, 1)
        : gatherRows(
            tuning,
            pids.map((_, index) => from + index),
          )
    const gain = multiply(
      column((loop) => loop.gain),
      factors(0),
    )
    const integralShare = multiply(
      column((loop) => line.scan / loop.integral),
      factors(pids.length),
    )
    const derivative = multiply(
      gain,
      column((loop) => loop.derivative / line.scan),
    )
    const kick = multiply(derivative, subtract(memory.input as Tensor, input))
    const proportional = multiply(gain, error)
    const raw = add(
      add(
        proportional,
        column((_, control) => control.start),
      ),
      add(memory.integral as Tensor, kick),
    )
    const low = column((_, control) => control.low)
    const high = column((_, control) => control.high)
    const held = minimum(maximum(raw, low), high)
    next.integral = add(memory.integral as Tensor, multiply(add(proportional, subtract(held, raw)), integralShare))
    next.input = input
    outputs.push(held)
  }
  if (switches.length > 0) {
    const column = (of: (loop: OnOffLoop) => number) => constant(switches.map(of), switches.length, 1)
    const error = subtract(wanted(switches), shownTo(switches))
    const band = column((loop) => loop.band / 2)
    const on = greater(error, band)
    const off = less(error, multiply(band, -1))
    const kept = multiply(subtract(1, add(on, off)), memory.switched as Tensor)
    next.switched = add(kept, on)
    const span = column((loop) => loop.on - loop.off)
    outputs.push(
      add(
        column((loop) => loop.off),
        multiply(next.switched, span),
      ),
    )
  }
  return {
    control: intoControls(line, [...pids, ...switches], outputs),
    memory: { integral: next.integral, input: next.input, switched: next.switched },
  }
}

/** Loop outputs, in the order of `loops`, as rows of controls; a control no loop drives stands at its start. */
function intoControls(line: Line, loops: readonly (PidLoop | OnOffLoop)[], outputs: readonly Tensor[]): Tensor {
  const joined = outputs.length === 0 ? undefined : stack(outputs)
  return assemble(
    joined,
    line.controls.map((control) => {
      const row = loops.findIndex((loop) => loop.control === control.tag)
      return row < 0 ? { value: control.start } : { row }
    }),
  )
}

/** Interlocks force their controls, whatever else drives them, on what the instruments show. */
export function applyInterlocks(line: Line, control: Tensor, reading: Tensor): Tensor {
  const interlocks = line.loops.filter((loop): loop is Interlock => loop.kind === 'interlock')
  return interlocks.reduce((driven, interlock) => {
    const signal = gatherRows(reading, [signalRow(line, interlock.signal)])
    const active =
      interlock.above === undefined ? less(signal, interlock.below as number) : greater(signal, interlock.above)
    const row = controlRow(line, interlock.control)
    const mask = constant(
      line.controls.map((_, index) => (index === row ? 1 : 0)),
      line.controls.length,
      1,
    )
    const forced = multiply(mask, active)
    return add(driven, multiply(forced, subtract(interlock.value, driven)))
  }, control)
}

/** Controls within their ranges and rates of change, [controls, lanes], from where they stood a scan ago. */
export function withinLimits(line: Line, wanted: Tensor, before: Tensor): Tensor {
  const column = (of: (control: Line['controls'][number]) => number) =>
    constant(line.controls.map(of), line.controls.length, 1)
  const inRange = minimum(
    maximum(
      wanted,
      column(({ low }) => low),
    ),
    column(({ high }) => high),
  )
  if (line.controls.every(({ rate }) => rate === Infinity)) return inRange
  const travel = column(({ rate, low, high }) => Math.min(rate * line.scan, high - low))
  return add(before, minimum(maximum(subtract(inRange, before), multiply(travel, -1)), travel))
}

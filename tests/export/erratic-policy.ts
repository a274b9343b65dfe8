import { readFileSync } from 'node:fs'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import type { Controller } from '../../core/dream/controller.ts'
import { type PolicyBlocks, writeBlocks } from '../../core/export/block.ts'
import type { Envelope } from '../../core/export/guard/envelope.ts'
import { policyGraph } from '../../core/export/policy.ts'
import { add, greater, multiply, sine, subtract } from '../../core/graph/elementwise.ts'
import { constant } from '../../core/graph/leaf.ts'
import { sumRows } from '../../core/graph/matrix.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'

/** Where the erratic policy's first reading is beyond this share of its range, it computes a NaN. */
export const lostBeyond = 0.97

/**
 * A test policy that stands for one that was trained badly: it swings across its bounds and beyond them from scan to
 * scan, remembers all it sees, and computes a NaN at one end of the first signal's range.
 */
export function erraticPolicy(line: Line, kind: 'trim' | 'direct'): Controller {
  const { signals, controls, policy } = line
  const column = (values: readonly number[]) => constant(values, values.length, 1)
  const firstRange = signals[0]!
  const limit = firstRange.low + lostBeyond * (firstRange.high - firstRange.low)
  const first = column(signals.map((_, row) => (row === 0 ? 1 : 0)))
  return {
    name: 'erratic',
    memory: [{ name: 'phase', rows: 1, start: 'zero' }],
    parameters: 0,
    noise: 0,
    decide({ reading, control, memory }) {
      const shares = multiply(reading, column(signals.map(({ low, high }) => 7 / (high - low))))
      const phase = add(multiply(memory.phase as Tensor, 0.9), sumRows(shares))
      const infinite = multiply(multiply(greater(sumRows(multiply(reading, first)), limit), 1e38), 1e38)
      const lost = subtract(infinite, multiply(infinite, 2))
      const swing = (x: Tensor, reach: readonly number[]) =>
        add(multiply(sine(add(x, phase)), column(reach.map((value) => 1.5 * value))), lost)
      const spans = controls.map(({ low, high }) => high - low)
      const next = { phase }
      if (kind === 'direct')
        return { direct: add(swing(control, spans), column(controls.map(({ low }) => low))), memory: next }
      return {
        correction: swing(
          reading,
          signals.map(({ low, high }) => policy.correction * (high - low)),
        ),
        trim: swing(
          control,
          spans.map((span) => policy.trim * span),
        ),
        memory: next,
      }
    },
  }
}

/** An envelope around the middle of all ranges, whose edge is met now and then; a stand-in for one that was fitted. */
function ballOf(line: Line): Envelope {
  const loops = line.loops.filter(({ kind }) => kind !== 'interlock')
  const rows = line.signals.length + loops.length + line.controls.length
  const scale = 1 / (15 * Math.sqrt(rows / 2))
  const weights = Float32Array.from({ length: rows * rows }, (_, at) => (at % (rows + 1) === 0 ? scale : 0))
  return { rows, weights, offset: new Float32Array(rows) }
}

/** The blocks of an erratic policy for a bundled line. */
export async function erraticBlocks(
  name: string,
  kind: 'trim' | 'direct',
  fallback: 'safe' | 'loops' = 'safe',
): Promise<{ readonly line: Line; readonly blocks: PolicyBlocks }> {
  const file = `${name}.line.yaml`
  const line = readLine(readFileSync(`assets/lines/${file}`, 'utf8'), file)
  const loop = closeLoop(compilePlant(line), erraticPolicy(line, kind))
  const policy = await policyGraph(loop, new Float32Array(0))
  return { line, blocks: writeBlocks(policy, { envelope: ballOf(line), fallback }) }
}

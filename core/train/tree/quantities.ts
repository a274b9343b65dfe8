import type { MemoryBlock, View } from '../../dream/controller.ts'
import type { Blocks } from '../../dream/layout.ts'
import type { Observer } from '../../dream/observer.ts'
import { add, clip, maximum, minimum, multiply, subtract } from '../../graph/elementwise.ts'
import { constant, named } from '../../graph/leaf.ts'
import { concatRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'
import { createFeatures } from '../features.ts'
import { distanceOf, featureQuantities, type Quantity } from './words.ts'

/** Innovations are averaged over so many scans besides the features' own average. */
const briefScans = 3
const longScans = 40
/** A cumulative sum takes up what an innovation exceeds this many standard deviations by, and gives up what it lacks. */
const allowance = 0.5
/** Share of the excess that the sum takes up, and what it is held within. */
const taken = 0.1
const bound = 8

/** What rules are shown: all of it is computed by the features' own pipeline, and a PLC can compute it. */
export interface Quantities {
  readonly list: readonly Quantity[]
  readonly memory: readonly MemoryBlock[]
  /** Features and quantities in engineering units, [quantities, lanes] each, and the memory after the scan. */
  compute(view: View): { readonly features: Tensor; readonly quantities: Tensor; readonly memory: Blocks }
}

/**
 * The features of a network, and what a network's memory would otherwise make of them: innovations averaged over a short and
 * a long time, and their cumulative sums with reset (Page 1954), which begin again whenever the evidence is gone.
 */
export function createQuantities(line: Line, observer: Observer): Quantities {
  const features = createFeatures(line, observer)
  const signals = line.signals.length
  const list = [...featureQuantities(line, observer), ...memoryQuantities(line, observer)]
  const column = (of: (quantity: Quantity) => number) => constant(list.map(of), list.length, 1)
  const factors = column(({ factor }) => factor)
  const offsets = column(({ offset }) => offset)
  return {
    list,
    memory: [
      ...features.memory,
      { name: 'brief innovation', rows: signals, start: 'zero' },
      { name: 'long innovation', rows: signals, start: 'zero' },
      { name: 'sum above', rows: signals, start: 'zero' },
      { name: 'sum below', rows: signals, start: 'zero' },
    ],
    compute: (view) => {
      const seen = features.compute(view)
      const block = (name: string) => view.memory[name] as Tensor
      const innovation = clip(seen.innovation, -bound, bound)
      const toward = (name: string, scans: number) =>
        add(block(name), multiply(subtract(innovation, block(name)), 1 / scans))
      const brief = toward('brief innovation', briefScans)
      const long = toward('long innovation', longScans)
      const excess = (size: Tensor) => multiply(subtract(size, allowance), taken)
      const held = (sum: Tensor) => minimum(maximum(sum, 0), bound)
      const above = held(add(block('sum above'), excess(innovation)))
      const below = held(add(block('sum below'), excess(multiply(innovation, -1))))
      const all = named(concatRows([seen.features, brief, long, subtract(above, below)]), 'rule features')
      return {
        features: all,
        quantities: named(add(multiply(all, factors), offsets), 'quantities'),
        memory: {
          ...seen.memory,
          'brief innovation': brief,
          'long innovation': long,
          'sum above': above,
          'sum below': below,
        },
      }
    },
  }
}

/** What the averages and sums of a reader of rules are, in the order of their rows. */
function memoryQuantities(line: Line, observer: Observer): readonly Quantity[] {
  const averaged = (scans: number, word: string) =>
    line.signals.map((signal, row) =>
      distanceOf(signal, observer.deviation[row] as number, {
        name: `${signal.tag} ${word}`,
        subject: `${signal.tag}, averaged over ${scans * line.scan} s, reads`,
        from: 'what the balances say',
      }),
    )
  return [
    ...averaged(briefScans, 'brief'),
    ...averaged(longScans, 'long'),
    ...line.signals.map((signal, row) =>
      distanceOf(signal, observer.deviation[row] as number, {
        name: `${signal.tag} evidence`,
        subject: `the lasting part of what ${signal.tag} reads beyond the balances sums up to`,
      }),
    ),
  ]
}

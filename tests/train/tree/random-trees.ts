import type { RandomSource } from '../../../core/scenario/random.ts'
import { type Node, type NumberedTrees, numbersOf } from '../../../core/train/tree/tree.ts'
import type { Quantity } from '../../../core/train/tree/words.ts'

/** A tree of some depth for each output, with cuts where the features are around `spread` and up to two terms a leaf. */
export function randomTrees(
  quantities: readonly Quantity[],
  outputs: readonly number[],
  depth: number,
  random: RandomSource,
  spread = 1,
): NumberedTrees {
  const usable = quantities.flatMap(({ offset }, row) => (offset === 0 ? [row] : []))
  const node = (left: number): Node => {
    if (left === 0 || random.next() < 0.2) {
      const terms = [usable[random.integer(usable.length)] as number, usable[random.integer(usable.length)] as number]
      return { terms: [...new Set(terms.slice(random.integer(3)))] }
    }
    const quantity = random.integer(quantities.length)
    const { factor, offset } = quantities[quantity] as Quantity
    const threshold = Number((spread * random.normal() * factor + offset).toPrecision(3))
    return { quantity, threshold, below: node(left - 1), above: node(left - 1) }
  }
  const trees = outputs.map((output) => ({ output, root: node(depth) }))
  return { trees, numbers: Float32Array.from({ length: numbersOf(trees) }, () => 0.5 * random.normal()) }
}

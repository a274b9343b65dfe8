import type { Output } from './outputs.ts'
import { leavesOf, type PlacedLeaf, type Tree } from './tree.ts'
import type { Quantity } from './words.ts'

const digits = 3

/** What a leaf computes, in the units of the line file: a constant, and a factor for each of its quantities. */
export interface WrittenLeaf {
  readonly constant: number
  readonly terms: readonly { readonly quantity: number; readonly factor: number }[]
}

/** The numbers of a leaf as they are written, in three digits. */
export function writtenLeaf(
  { leaf, at, output }: PlacedLeaf,
  outputs: readonly Output[],
  quantities: readonly Quantity[],
  numbers: Float32Array,
): WrittenLeaf {
  const step = (outputs[output] as Output).writtenStep
  const inDigits = (value: number) => Number(value.toPrecision(digits))
  return {
    constant: inDigits((numbers[at] as number) * step),
    terms: leaf.terms.map((quantity, index) => ({
      quantity,
      factor: inDigits(((numbers[at + 1 + index] as number) * step) / (quantities[quantity] as Quantity).factor),
    })),
  }
}

/** The numbers of leaves, such that what is written of them is just what they are, but for the last bit of a float32. */
export function inThreeDigits(
  trees: readonly Tree[],
  outputs: readonly Output[],
  quantities: readonly Quantity[],
  numbers: Float32Array,
): Float32Array {
  const rounded = numbers.slice()
  for (const placed of leavesOf(trees)) {
    const { constant, terms } = writtenLeaf(placed, outputs, quantities, numbers)
    const step = (outputs[placed.output] as Output).writtenStep
    rounded[placed.at] = constant / step
    terms.forEach(({ quantity, factor }, index) => {
      rounded[placed.at + 1 + index] = (factor * (quantities[quantity] as Quantity).factor) / step
    })
  }
  return rounded
}

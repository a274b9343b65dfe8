import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { randomSource } from '../../../core/scenario/random.ts'
import { growTrees } from '../../../core/train/tree/grow.ts'
import type { Sample } from '../../../core/train/tree/sample.ts'
import { type Branch, depthOf, isBranch, leafAt, leavesOf, type Node } from '../../../core/train/tree/tree.ts'
import type { Quantity } from '../../../core/train/tree/words.ts'

const quantity = (name: string): Quantity => ({
  tag: name,
  name,
  subject: `${name} is`,
  comparison: { kind: 'value' },
  unit: 'cm',
  factor: 2,
  offset: 0,
})
const quantities = [quantity('A'), quantity('B'), quantity('C')]
const growth = { depth: 8, terms: 0, scans: 5 }

/** Quantities uniform in -10 to 10, and what is wanted of one output, with the weight of it. */
function sampleOf(
  scans: number,
  seed: number,
  wanted: (a: number, b: number, c: number) => number,
  weight: (a: number, b: number, c: number) => number = () => 1,
): Sample {
  const random = randomSource(seed)
  const values = Float32Array.from({ length: 3 * scans }, () => 20 * random.next() - 10)
  const at = (scan: number) => [0, 1, 2].map((row) => values[row * scans + scan]) as [number, number, number]
  return {
    scans,
    quantities: values,
    wanted: Float32Array.from({ length: scans }, (_, scan) => wanted(...at(scan))),
    weights: Float32Array.from({ length: scans }, (_, scan) => weight(...at(scan))),
    failing: new Float32Array(scans),
  }
}

const rootOf = (sample: Sample, leaves: number, own = growth): Node =>
  growTrees(sample, quantities, [leaves], own)[0]?.trees[0]?.root as Node

describe('growing trees', () => {
  test('finds the one cut that explains everything, and stops there', () => {
    const sample = sampleOf(2000, 1, (_, b) => (b > 3 ? 5 : -1))
    const [grown] = growTrees(sample, quantities, [16], growth)
    const root = grown?.trees[0]?.root as Branch
    assert.equal(root.quantity, 1)
    assert.ok(Math.abs(root.threshold - 3) < 0.5, `cut at ${root.threshold}`)
    const numbers = Array.from(grown?.numbers ?? [])
    assert.ok(Math.abs((numbers[0] as number) + 1) < 0.2 && Math.abs((numbers.at(-1) as number) - 5) < 0.2)
  })

  test('cuts where a wrong answer costs, and not where it does not', () => {
    const steps = (a: number, b: number) => (a > 0 ? 1 : 0) + (b > 0 ? 3 : 0)
    const plain = rootOf(sampleOf(2000, 2, steps), 2) as Branch
    assert.equal(plain.quantity, 1)
    // Where b is above 0 nothing is lost, so that its step, though larger, is not worth the cut.
    const weighted = rootOf(
      sampleOf(2000, 2, steps, (_, b) => (b > 0 ? 0.001 : 1)),
      2,
    ) as Branch
    assert.equal(weighted.quantity, 0)
  })

  test('writes a slope as a term rather than as stairs', () => {
    const sample = sampleOf(1000, 3, (a, b) => (b > 0 ? -0.5 * a : 0))
    const stairs = growTrees(sample, quantities, [2], growth)[0]
    const slopes = growTrees(sample, quantities, [2], { ...growth, terms: 1 })[0]
    assert.ok((slopes?.loss as number) < 0.2 * (stairs?.loss as number))
    const above = leavesOf(slopes?.trees ?? []).at(-1)
    assert.deepEqual(above?.leaf.terms, [0])
    // The feature is the quantity over its factor.
    assert.ok(Math.abs((slopes?.numbers.at(-1) as number) + 1) < 0.1)
  })

  test('gives no rules to an output that never does anything', () => {
    const sample = sampleOf(500, 4, () => 0)
    assert.deepEqual(growTrees(sample, quantities, [4], growth)[0]?.trees, [])
  })

  test('never fits the sample worse with more leaves, keeps within the depth, and repeats itself', () => {
    const shape = fc.record({ seed: fc.integer({ min: 0, max: 1e6 }), terms: fc.integer({ min: 0, max: 2 }) })
    fc.assert(
      fc.property(shape, ({ seed, terms }) => {
        const sample = sampleOf(300, seed, (a, b, c) => Math.sin(a) + a * (b > c ? 0.3 : 0))
        const own = { ...growth, terms, depth: 4 }
        const grown = growTrees(sample, quantities, [1, 2, 4, 8, 16], own)
        grown.reduce((before, { loss }) => {
          assert.ok(loss <= before, `${loss} after ${before}`)
          return loss
        }, Infinity)
        for (const { trees } of grown) assert.ok(trees.every(({ root }) => depthOf(root) <= 4))
        assert.deepEqual(growTrees(sample, quantities, [1, 2, 4, 8, 16], own), grown)
      }),
      { numRuns: 20 },
    )
  })

  test('its loss is that of its leaves on the sample', () => {
    const sample = sampleOf(
      400,
      5,
      (a, b) => a * b * 0.1,
      (a) => Math.abs(a),
    )
    const [grown] = growTrees(sample, quantities, [8], { ...growth, terms: 1 })
    const { trees, numbers, loss } = grown as NonNullable<typeof grown>
    const leaves = leavesOf(trees)
    let sum = 0
    let weights = 0
    for (let scan = 0; scan < sample.scans; scan++) {
      const value = (row: number) => sample.quantities[row * sample.scans + scan] as number
      const { leaf, at } = leaves[leafAt(trees[0]!, value)]!
      const said = leaf.terms.reduce(
        (total, row, index) => total + ((numbers[at + 1 + index] as number) * value(row)) / 2,
        numbers[at] as number,
      )
      sum += (sample.weights[scan] as number) * (said - (sample.wanted[scan] as number)) ** 2
      weights += sample.weights[scan] as number
    }
    assert.ok(isBranch(trees[0]!.root))
    assert.ok(Math.abs(sum / weights - loss) < 1e-4 * loss, `${sum / weights} against ${loss}`)
  })
})

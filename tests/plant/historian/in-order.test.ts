import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSorter } from '../../../core/plant/historian/in-order.ts'
import { mergeByTime } from '../../../core/plant/historian/merge.ts'
import type { Samples } from '../../../core/plant/historian/samples.ts'

const sample = (time: number, value = 0): Samples => ({ time, places: [0], values: [value] })

test('rows that are at most a window late come out in order, equal times as they came; later ones are counted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), (times, window) => {
      const counts = { sorted: 0, dropped: 0 }
      const sorter = createSorter(window, counts)
      const out = [...times.flatMap((time, index) => sorter.put(sample(time, index)) ?? []), ...sorter.rest()]
      assert.equal(out.length + counts.dropped, times.length)
      out.forEach((each, index) => {
        const before = out[index - 1]
        if (before === undefined) return
        const isStable = (before.values[0] as number) < (each.values[0] as number)
        assert.ok(before.time < each.time || (before.time === each.time && isStable))
      })
      if (window >= times.length) assert.equal(counts.dropped, 0)
    }),
  )
})

test('several exports are merged by time', async () => {
  const lists = fc.array(fc.array(fc.array(fc.nat(50), { maxLength: 4 }), { maxLength: 4 }), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(lists, async (files) => {
      const inOrder = files.map((batches) => {
        const times = batches.flat().toSorted((a, b) => a - b)
        return batches.map(({ length }) => times.splice(0, length).map((time) => sample(time)))
      })
      const merged: number[] = []
      const sources = inOrder.map(async function* (batches) {
        yield* batches
      })
      for await (const batch of mergeByTime(sources)) merged.push(...batch.map(({ time }) => time))
      assert.deepEqual(
        merged,
        files.flat(2).toSorted((a, b) => a - b),
      )
    }),
  )
})

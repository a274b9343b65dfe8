import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createResampler, type Rule, type ScanRow } from '../../../core/plant/historian/resample.ts'
import type { Samples } from '../../../core/plant/historian/samples.ts'
import { timed } from './exports.ts'

const averaged: Rule = { isAveraged: true, hold: 10, isKept: false }
const latest: Rule = { isAveraged: false, hold: 10, isKept: false }
const kept: Rule = { isAveraged: false, hold: 10, isKept: true }

/** Rows of `[time, value of each tag]`, by a scan of 5 s; undefined where a row says nothing of a tag. */
function resampled(rules: readonly Rule[], rows: readonly (readonly (number | undefined)[])[]) {
  const written: ScanRow[] = []
  const resampler = createResampler(5, rules, (row) => written.push(row))
  for (const [time = 0, ...cells] of rows) {
    const places = cells.flatMap((cell, place) => (cell === undefined ? [] : [place]))
    const samples: Samples = { time, places, values: places.map((place) => cells[place] as number) }
    resampler.add(samples)
  }
  resampler.end()
  return { rows: written.map(({ time, values }) => [time, ...values]), counts: resampler.counts }
}

test('a signal is the mean of its scan, a control its latest value, of what is not after the row', () => {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((t) => [t, t, t])
  assert.deepEqual(resampled([averaged, latest], rows).rows, [
    [0, 0, 0],
    [5, 3, 5],
    [10, 8, 10],
  ])
})

test('a row holds nothing from after it', () => {
  const sample = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 9 }))
  fc.assert(
    fc.property(fc.array(sample, { minLength: 2, maxLength: 20 }), fc.nat(19), (steps, cut) => {
      const rows = timed(0, steps).map(([quarters, value]) => [quarters / 4, value, value])
      const all = resampled([averaged, kept], rows).rows
      const known = rows.slice(0, cut + 1)
      const until = known.at(-1)?.[0] as number
      const early = resampled([averaged, kept], known).rows
      assert.deepEqual(early, all.slice(0, early.length))
      assert.ok(all.slice(early.length).every(([at]) => (at as number) > until - 1e-6))
    }),
  )
})

test('a value holds for so long, then there is a gap, and after it the scans begin anew', () => {
  const { rows, counts } = resampled(
    [latest],
    [
      [0, 7],
      [5, 8],
      [103, 9],
      [108, 10],
    ],
  )
  assert.deepEqual(rows, [
    [0, 7],
    [5, 8],
    [10, 8],
    [15, 8],
    [103, 9],
    [108, 10],
  ])
  assert.equal(counts[0]?.held, 2)
})

test('what a PLC writes holds until it is said otherwise, but not past a bad value or a silent log', () => {
  const flow = Array.from({ length: 21 }, (_, index) => [
    5 * index,
    1,
    index === 0 ? 50 : index === 10 ? Number.NaN : undefined,
  ])
  const { rows, counts } = resampled([latest, kept], flow)
  assert.deepEqual(
    rows.map(([time]) => time),
    [0, 5, 10, 15, 20, 25, 30, 35, 40, 45],
  )
  assert.equal(counts[1]?.alone, 11)
  const silent = resampled(
    [latest, kept],
    [
      [0, 1, 50],
      [5, 1, undefined],
      [500, 1, undefined],
    ],
  )
  assert.deepEqual(
    silent.rows.map(([time]) => time),
    [0, 5, 10, 15],
  )
})

test('of one time the last good value counts', () => {
  const { rows, counts } = resampled(
    [averaged],
    [
      [0, 1],
      [0, 3],
      [0, Number.NaN],
      [5, 4],
    ],
  )
  assert.deepEqual(rows, [
    [0, 3],
    [5, 4],
  ])
  assert.equal(counts[0]?.duplicates, 2)
})

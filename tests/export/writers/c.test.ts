import assert from 'node:assert/strict'
import { test } from 'node:test'
import { programModel } from '../../../core/export/program-model.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { everything } from './everything.ts'
import { lines, type Scan, writtenPolicy } from './policies.ts'
import { compiler, runInC } from './run-in-c.ts'
import { runInPlc } from './run-in-plc.ts'

const skip = compiler === undefined && 'this machine has no C compiler (cc, gcc or clang)'

/** The largest difference as a share of the output's span; both must agree on what is not a number. */
function largestDifference(some: readonly Scan[], others: readonly Scan[], spans: Readonly<Record<string, number>>) {
  assert.equal(some.length, others.length)
  let largest = 0
  some.forEach((scan, at) => {
    for (const [name, value] of Object.entries(scan)) {
      const other = others[at]![name]!
      if (Object.is(value, other)) continue
      largest = Math.max(largest, Math.abs(value - other) / (spans[name] ?? 1))
      assert.ok(!Number.isNaN(largest), `${name} is ${value} and ${other} in scan ${at}`)
    }
  })
  return largest
}

const written = [
  ...lines.flatMap((line) => [[line, 'trim'] as const, [line, 'tree'] as const]),
  ['three-tank', 'direct'] as const,
]

for (const [name, kind] of written) {
  test(`C of a ${kind} policy for ${name} computes what the virtual PLC does`, { skip }, async () => {
    const { blocks, program, context, senseScans, applyScans, spans } = await writtenPolicy(name, kind)
    for (const [block, scans] of [
      [blocks.names.sense, senseScans],
      [blocks.names.apply, applyScans],
    ] as const) {
      const difference = largestDifference(
        runInC(program, context, block, scans),
        runInPlc(blocks.text, block, scans),
        spans,
      )
      assert.ok(difference <= 1e-5, `${block} is off by ${difference} of the range`)
    }
  })
}

test('C of everything that the subset knows computes what the virtual PLC does', { skip }, () => {
  const random = randomSource(5)
  const scans = Array.from({ length: 200 }, () => ({ a: 3 * random.normal() + 0.1, k: random.integer(9) - 3 }))
  const context = { name: 'everything', title: 'Everything', scan: 1, blocks: [], sha256: {}, version: '0' }
  const inC = runInC(programModel(everything), context, 'Tested', scans)
  const inPlc = runInPlc(everything, 'Tested', scans)
  assert.ok(largestDifference(inC, inPlc, { r: 10 }) <= 1e-5)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultyScenario, pinnedScenario } from '../../core/scenario/sample.ts'
import type { Fault } from '../../core/scenario/scenario.ts'
import { type FaultComplaint, readFault, type WrittenFault, writeFault } from '../../core/scenario/written.ts'
import { bundledLine } from '../line/stepper.ts'

const lines = ['three-tank', 'pasteuriser', 'bottling', 'tclab', 'quadruple-tank'].map(bundledLine)
const threeTank = lines[0]!

const isFault = (read: Fault | FaultComplaint): read is Fault => !('remedy' in read)
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b))

test('a fault that is written down reads as the same fault, on every bundled line', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.integer({ min: 0, max: 1e6 }), (line, seed) => {
      const scenario = faultyScenario(line, compilePlant(line).layout, randomSource(seed))
      for (const fault of scenario.faults) {
        const read = readFault(line, writeFault(line, fault))
        assert.ok(isFault(read), JSON.stringify(read))
        assert.ok(near(read.onset, fault.onset) && near(read.severity, fault.severity), JSON.stringify([read, fault]))
        assert.equal(read.duration, fault.duration)
        assert.equal(read.ramp > 0, fault.ramp > 0)
      }
    }),
    { numRuns: 100 },
  )
})

test('a pinned scenario is what its faults are when they are written by hand', () => {
  for (const line of lines) {
    for (const pinned of line.scenarios) {
      const { faults } = pinnedScenario(line, compilePlant(line).layout, pinned.name)
      assert.deepEqual(
        faults.map((fault) => readFault(line, writeFault(line, fault))),
        faults,
      )
    }
  }
})

test('where nothing is written a fault is the worst of its range and lasts as long as the failure says', () => {
  const fault = readFault(threeTank, { failure: 'P-101 spurious stop', onset: '1 min' })
  assert.deepEqual(fault, { failure: 'P-101 spurious stop', onset: 60, severity: 1, ramp: 0, duration: 120 })
  const plugged = readFault(threeTank, { failure: 'V-113 plugged', onset: '0 s' }) as Fault
  assert.deepEqual([plugged.severity, plugged.ramp, plugged.duration], [0.7, 120, null])
})

test('what is wrong with a fault is said of the field that has it, with what would be right', () => {
  const leak: WrittenFault = { failure: 'T-101 leak', onset: '5 min', severity: '0.4 cm2' }
  const wrong: readonly [Partial<WrittenFault>, FaultComplaint['field'], RegExp, RegExp][] = [
    [{ failure: 'T-101 lek' }, 'failure', /not a known failure/, /did you mean T-101 leak/],
    [{ onset: '5' }, 'onset', /no unit/, /5 s/],
    [{ onset: '21 min' }, 'onset', /after the horizon/, /0 s to 20 min/],
    [{ onset: '-1 s' }, 'onset', /before the day begins/, /0 s to 20 min/],
    [{ severity: '0.4 cm' }, 'severity', /does not measure area/, /cm2/],
    [{ severity: '3 cm2' }, 'severity', /outside the severity/, /0.1 cm2 to 0.5 cm2/],
    [{ duration: '0 s' }, 'duration', /no time at all/, /leave it out/],
    [{ duration: 'long' }, 'duration', /not a number/, /1 s/],
  ]
  for (const [change, field, message, remedy] of wrong) {
    const read = readFault(threeTank, { ...leak, ...change }) as FaultComplaint
    assert.equal(read.field, field)
    assert.match(read.message, message)
    assert.match(read.remedy, remedy)
  }
})

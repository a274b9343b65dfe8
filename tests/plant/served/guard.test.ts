import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Commands } from '../../../core/plant/served/commanded.ts'
import { createGuard, type Wishes } from '../../../core/plant/served/guard.ts'
import { bundledLine } from './bundled-line.ts'

const line = bundledLine('three-tank')
const watchdog = 3

const quiet: Wishes = {
  enable: true,
  heartbeat: 0,
  trim: [0, 0],
  correction: [0, 0, 0],
  request: [undefined, undefined],
}

/** What the guard says of wishes scan by scan. */
const statuses = (wishes: readonly Partial<Wishes>[]) => {
  const guard = createGuard(line, watchdog)
  return wishes.map((each) => guard.check({ ...quiet, ...each }).status)
}

const anyNumber = fc.oneof(fc.double({ min: -0.4, max: 0.4, noNaN: true }), fc.constantFrom(Number.NaN, Infinity, -1e9))
const anyWishes = fc.record({
  enable: fc.boolean(),
  heartbeat: fc.nat(3),
  trim: fc.array(anyNumber, { minLength: 2, maxLength: 2 }),
  correction: fc.array(anyNumber, { minLength: 3, maxLength: 3 }),
  request: fc.array(fc.option(anyNumber, { nil: undefined }), { minLength: 2, maxLength: 2 }),
})

function assertWithinRanges({ trim = [], correction = [], request = [], share = 1 }: Commands) {
  const { controls, signals, policy } = line
  const slack = 1 + 1e-5
  trim.forEach((value, row) => {
    const { low, high } = controls[row] as (typeof controls)[number]
    assert.ok(Math.abs(value) <= slack * policy.trim * (high - low))
  })
  correction.forEach((value, row) => {
    const { low, high } = signals[row] as (typeof signals)[number]
    assert.ok(Math.abs(value) <= slack * policy.correction * (high - low))
  })
  request.forEach((value, row) => {
    const { low, high } = controls[row] as (typeof controls)[number]
    assert.ok(Number.isNaN(value) || (value >= low - 1e-5 && value <= high + 1e-5))
  })
  assert.ok(share >= 0 && share <= 1)
}

test('whatever is asked, what is let through is within its range, and nothing is once ten scans were not in force', () => {
  fc.assert(
    fc.property(fc.array(anyWishes, { maxLength: 40 }), (wishes) => {
      const guard = createGuard(line, watchdog)
      let idle = Infinity
      for (const each of wishes) {
        const { commands, status } = guard.check(each)
        assertWithinRanges(commands)
        idle = status === 'in force' ? 0 : idle + 1
        if (idle >= 10) assert.deepEqual(commands, {})
      }
    }),
  )
})

test('commands wait for a first heartbeat, and a lost one keeps them out until enable was false for a scan', () => {
  assert.deepEqual(statuses([{}, {}, { heartbeat: 1 }, { heartbeat: 1 }, { heartbeat: 2 }]), [
    'waiting for a heartbeat',
    'waiting for a heartbeat',
    'in force',
    'in force',
    'in force',
  ])
  const lost = [{}, { heartbeat: 1 }, { heartbeat: 1 }, { heartbeat: 1 }, { heartbeat: 1 }, { heartbeat: 2 }]
  assert.deepEqual(statuses(lost).slice(3), ['in force', 'heartbeat lost', 'heartbeat lost'])
  const again = [...lost, { enable: false, heartbeat: 2 }, { heartbeat: 2 }, { heartbeat: 3 }]
  assert.deepEqual(statuses(again).slice(6), ['disabled', 'waiting for a heartbeat', 'in force'])
})

test('what was in force fades in equal steps, though the wishes change meanwhile', () => {
  const guard = createGuard(line, watchdog)
  const trim = [0.1, 0]
  guard.check({ ...quiet, trim })
  guard.check({ ...quiet, trim, heartbeat: 1 })
  trim[0] = Number.NaN
  const fading = Array.from({ length: 10 }, () => guard.check({ ...quiet, trim, heartbeat: 2 }).commands.trim?.[0] ?? 0)
  fading.forEach((value, scan) => {
    assert.ok(Math.abs(value - 0.1 * (1 - (scan + 1) / 10)) < 1e-9)
  })
})

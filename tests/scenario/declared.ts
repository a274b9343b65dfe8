import assert from 'node:assert/strict'
import type { Line } from '../../core/line/line.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

/** Asserts that all that happens on a day lies within what the line declares. */
export function assertDeclared(line: Line, { faults, changes, factors }: Scenario) {
  for (const { failure, onset, severity, ramp, duration } of faults) {
    const declared = line.failures.find(({ name }) => name === failure)!
    const [low, high] = declared.severity
    assert.ok(onset >= 0 && onset < line.horizon)
    assert.ok(severity >= low && severity <= high, `${failure} ${severity}`)
    assert.equal(duration ?? Infinity, declared.duration)
    assert.equal(ramp > 0, declared.profile === 'ramp')
  }
  for (const { disturbance, at, value } of changes) {
    const [low, high] = line.disturbances.find(({ name }) => name === disturbance)!.step!
    assert.ok(at >= 0 && at < line.horizon)
    assert.ok(value >= low && value <= high)
  }
  assert.ok(factors.every((factor) => factor > 0))
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { constant, input } from '../../core/graph/leaf.ts'
import { concatRows } from '../../core/graph/shape.ts'
import { seconds } from '../../core/line/dimension.ts'
import { layOut } from '../../core/line/groups.ts'
import type { Line } from '../../core/line/line.ts'
import { layOutCourse, type Moment, momentOf, writeCourses } from '../../core/scenario/course.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { failureOf, tankWith } from '../dream/one-tank.ts'
import { evaluate } from '../graph/evaluate.ts'

const quiet = { name: '', faults: [], changes: [], factors: [1, 1, 1], likelihood: 0 }

/** What a scenario asks for at each of the times, s: the first row of one part of the moment. */
async function asked(line: Line, scenario: Scenario, part: keyof Moment, times: readonly number[]): Promise<number[]> {
  const course = layOutCourse(line, layOut(line))
  const courses = input('courses', course.rows, 1)
  const rows = times.map((time) => momentOf(line, course, courses, constant([time], 1, 1))[part]!)
  const values = await evaluate({ all: concatRows(rows) }, { courses: writeCourses(line, course, [scenario], 1) })
  const each = rows[0]!.rows
  return times.map((_, index) => values.all[index * each]!)
}

const faultOf = (failure: string, { ramp = 0, duration = Infinity } = {}) => ({
  failure,
  onset: seconds(20),
  severity: 0.5,
  ramp: seconds(ramp),
  duration: Number.isFinite(duration) ? seconds(duration) : null,
})

const bias = failureOf('LT-1', 'bias')

test('a sudden fault is absent at its onset, whole a step later, and stays', async () => {
  const line = tankWith({ failures: [bias] })
  const scenario = { ...quiet, faults: [faultOf('LT-1 bias')] }
  assert.deepEqual(await asked(line, scenario, 'fault', [0, 19, 20, 21, 119]), [0, 0, 0, 0.5, 0.5])
})

test('a fault of some duration is over when it has passed', async () => {
  const line = tankWith({ failures: [bias] })
  const scenario = { ...quiet, faults: [faultOf('LT-1 bias', { duration: 30 })] }
  assert.deepEqual(await asked(line, scenario, 'fault', [25, 49, 50, 100]), [0.5, 0.5, 0, 0])
})

test('a creeping fault grows evenly to its severity', async () => {
  const line = tankWith({ failures: [{ ...bias, profile: 'ramp' }] })
  const scenario = { ...quiet, faults: [faultOf('LT-1 bias', { ramp: 40 })] }
  assert.deepEqual(await asked(line, scenario, 'fault', [20, 30, 40, 60, 100]), [0, 0.125, 0.25, 0.5, 0.5])
})

test('an intermittent fault comes and goes, half of its period each', async () => {
  const line = tankWith({ failures: [{ ...bias, profile: 'intermittent', period: seconds(16) }] })
  const scenario = { ...quiet, faults: [faultOf('LT-1 bias')] }
  const times = [21, 27, 29, 35, 37, 43, 45]
  assert.deepEqual(await asked(line, scenario, 'fault', times), [0.5, 0.5, 0, 0, 0.5, 0.5, 0])
})

test('a set point and a stepped supply change at their times, and nothing changes on a nominal day', async () => {
  const target = { kind: 'parameter', component: 'P-1', parameter: 'capacity' } as const
  const supply = { name: 'supply', target, step: [1e-4, 2e-4] as const }
  const demand = { name: 'demand', target: { kind: 'setpoint', loop: 'LC-1' } as const, step: [0.27, 0.33] as const }
  const line = tankWith({}, { disturbances: [demand, supply] })
  const changes = [
    { disturbance: 'demand', at: seconds(30), value: 0.33 },
    { disturbance: 'supply', at: seconds(60), value: 1e-4 },
  ]
  const round = (values: number[]) => values.map((value) => Math.round(value * 1e6) / 1e6 + 0)
  const day = { ...quiet, changes }
  assert.deepEqual(round(await asked(line, day, 'setpoint', [0, 30, 31, 119])), [0.3, 0.3, 0.33, 0.33])
  assert.deepEqual(round(await asked(line, day, 'disturbance', [0, 119])), [0, 0])
  const supplied = tankWith({}, { disturbances: [supply] })
  assert.deepEqual(round(await asked(supplied, day, 'disturbance', [0, 60, 61, 119])), [0, 0, -5e-5, -5e-5])
  assert.deepEqual(round(await asked(supplied, quiet, 'disturbance', [0, 119])), [0, 0])
})

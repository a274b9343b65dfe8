import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readLine } from '../../core/line/read.ts'
import type { Log } from '../../core/plant/log.ts'
import { recordingsOf } from '../../core/plant/recordings.ts'

const file = fileURLToPath(new URL('../../assets/lines/tclab.line.yaml', import.meta.url))
const line = readLine(readFileSync(file, 'utf8'), file)

const logOf = (time: readonly number[], columns: Readonly<Record<string, (t: number) => number>>): Log => ({
  file: 'log.csv',
  time: Float64Array.from(time),
  columns: new Map(Object.entries(columns).map(([name, of]) => [name, Float64Array.from(time, of)])),
})

const near = (actual: Float32Array | undefined, expected: readonly number[]) => {
  assert.equal(actual?.length, expected.length)
  expected.forEach((value, index) => {
    assert.ok(Math.abs((actual?.[index] as number) - value) < 1e-3, `${actual} is not ${expected}`)
  })
}

test('a log becomes recordings once a scan, in SI, by the plant’s column names or by tags, parted at gaps', () => {
  const time = [...Array.from({ length: 21 }, (_, t) => t), ...Array.from({ length: 11 }, (_, t) => 100 + t)]
  const log = logOf(time, {
    t1_c: (t) => 20 + t,
    'TT-102': () => 25,
    'QC-101': () => 30,
    q2_pct: (t) => t / 2,
    'TC-102.setpoint': (t) => (t < 10 ? 40 : 35),
  })
  const [first, second, ...others] = recordingsOf(line, log)
  assert.equal(others.length, 0)
  assert.equal(first?.readings.length, 5)
  assert.equal(second?.readings.length, 3)
  near(first?.readings[2], [273.15 + 30, 273.15 + 25])
  near(first?.controls[4], [0.3, 0.1])
  near(first?.setpoints[1], [273.15 + 45, 273.15 + 40])
  near(first?.setpoints[2], [273.15 + 45, 273.15 + 35])
})

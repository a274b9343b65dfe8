import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { wantedBy } from '../../core/plant/columns.ts'
import { type Log, LogError, readLog } from '../../core/plant/log.ts'
import { replayLogs } from '../../core/plant/replay.ts'

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url))
const plantOf = (name: string) => {
  const file = path(`assets/lines/${name}.line.yaml`)
  return compilePlant(readLine(readFileSync(file, 'utf8'), file))
}

/** A tank that pumps fill and an orifice drains, exactly as the three-tank line's own balance has it at rest. */
function logOf(columns: Readonly<Record<string, readonly number[]>>, time: readonly number[]): Log {
  const values = Object.entries(columns).map(([name, each]) => [name, Float64Array.from(each)] as const)
  return { file: 'log.csv', time: Float64Array.from(time), columns: new Map(values) }
}

const rest = {
  'LT-101': 31.89,
  'LT-102': 14.16,
  'LT-103': 23.22,
  'SC-101': 20,
  'SC-102': 13.3333,
}

const restingLog = (time: readonly number[], change: Readonly<Record<string, number>> = {}) =>
  logOf(
    Object.fromEntries(Object.entries(rest).map(([tag, value]) => [tag, time.map(() => value + (change[tag] ?? 0))])),
    time,
  )

const minutes = Array.from({ length: 61 }, (_, index) => index * 10)

test('a plant at rest is replayed at rest, from the logged levels, in the units of the line file', async () => {
  const { signals } = await replayLogs(plantOf('three-tank'), [restingLog(minutes)])
  assert.deepEqual(
    signals.map(({ tag }) => tag),
    ['LT-101', 'LT-102', 'LT-103'],
  )
  for (const { rmse, unit, trustHorizon } of signals) {
    assert.ok(rmse < 5e-4, `${rmse} m`)
    assert.equal(unit, 'cm')
    assert.equal(trustHorizon, 300)
  }
})

test('a log that the plant does not follow shows errors that grow, and a short trust horizon', async () => {
  const { signals } = await replayLogs(plantOf('three-tank'), [restingLog(minutes, { 'SC-101': 30 })])
  const [first] = signals
  assert.ok(first !== undefined && first.rmse > 0.05)
  const errors = first.errorByHorizon.map(({ rmse }) => rmse)
  assert.ok((errors.at(-1) as number) > (errors[0] as number))
  // 45 cm³/s more into 154 cm² is 0.29 cm/s: the tolerance of 3.1 cm lasts for a little more than 11 s.
  assert.ok(first.trustHorizon > 10 && first.trustHorizon <= 20, `${first.trustHorizon} s`)
})

test('a tolerance given by the engineer takes the place of 5 % of the range', async () => {
  const log = restingLog(minutes, { 'SC-101': 30 })
  const [first] = (await replayLogs(plantOf('three-tank'), [log], { tolerance: { 'LT-101': 0.062 } })).signals
  assert.equal(first?.tolerance, 0.062)
  assert.ok((first?.trustHorizon as number) > 20)
})

test('uneven times are replayed with controls held between rows', async () => {
  const uneven = [0, 0.3, 7, 7.4, 30, 95, 96.6, 400]
  const { signals } = await replayLogs(plantOf('three-tank'), [restingLog(uneven)])
  for (const { rmse } of signals) assert.ok(rmse < 5e-4, `${rmse} m`)
})

test('a log without the column of a control, or with no signal at all, is refused with its remedy', async () => {
  const plant = plantOf('three-tank')
  const { 'SC-101': _, ...others } = Object.fromEntries(
    Object.entries(rest).map(([tag, value]) => [tag, [value, value]]),
  )
  await assert.rejects(replayLogs(plant, [logOf(others, [0, 1])]), (error) => {
    assert.ok(error instanceof LogError)
    assert.match(error.message, /SC-101 needs the column SC-101\. Write the column's name as `column:` of SC-101/)
    return true
  })
  const controls = logOf({ 'SC-101': [20, 20], 'SC-102': [13, 13] }, [0, 1])
  await assert.rejects(replayLogs(plant, [controls]), /LT-101 needs the column LT-101/)
})

test('columns may be named by the caller', async () => {
  const columns = Object.fromEntries(Object.entries(rest).map(([tag, value]) => [`x ${tag}`, minutes.map(() => value)]))
  const names = Object.fromEntries(Object.keys(rest).map((tag) => [tag, `x ${tag}`]))
  const { signals } = await replayLogs(plantOf('three-tank'), [logOf(columns, minutes)], { columns: names })
  assert.equal(signals.length, 3)
})

test('times in milliseconds are noticed', async () => {
  const log = restingLog([0, 1e9])
  await assert.rejects(replayLogs(plantOf('three-tank'), [log]), /the log lasts 1000000000 s/)
})

const rig = path('../shared/data/tclab/tclab_prbs.csv')

test('the heater rig follows its published parameters within 2.4 and 0.9 °C', {
  skip: existsSync(rig) ? false : `${rig} is not there`,
}, async () => {
  const plant = plantOf('tclab')
  const { signals } = await replayLogs(plant, [await readLog(rig, wantedBy(plant.line))])
  const [first, second] = signals
  assert.ok(first !== undefined && first.rmse <= 2.4, `${first?.rmse} K`)
  assert.ok(second !== undefined && second.rmse <= 0.9, `${second?.rmse} K`)
})

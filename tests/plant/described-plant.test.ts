import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, DescriptionError, loggedOf, readDescription } from '../../core/plant/described-plant.ts'
import { LogError, type Run } from '../../core/plant/log.ts'

const text = `name: boiler
scan: 10
controlsHold: from the row on
signals:
  - {name: drum level, column: LI4711.PV, unit: '%', tolerance: 2}
controls:
  - {name: FV-1}
`

const run = (time: readonly number[]): Run => ({
  file: 'log.csv',
  run: 'march',
  time: Float64Array.from(time),
  columns: new Map([
    ['LI4711.PV', Float64Array.from(time)],
    ['FV-1', Float64Array.from(time, (t) => -t)],
  ]),
})

const rows = (values: readonly Float32Array[]) => values.map(([value]) => value)

test('a plant without a line says which columns are signals and controls', () => {
  const plant = readDescription(text)
  assert.ok(columnsOf(plant)('LI4711.PV') && columnsOf(plant)('FV-1') && !columnsOf(plant)('drum level'))
  const [logged, ...others] = loggedOf(plant, run([0, 10, 20, 30]))
  assert.equal(others.length, 0)
  assert.equal(logged?.name, 'march')
  assert.deepEqual(rows(logged!.readings), [0, 10, 20, 30])
  assert.deepEqual(rows(logged!.controls), [-0, -10, -20, -30])
})

test('where controls are written once they have been in force, a scan has those of the row that ends it', () => {
  const plant = readDescription(text.replace('from the row on', 'until the row'))
  const [logged] = loggedOf(plant, run([0, 10, 20, 30]))
  assert.deepEqual(rows(logged!.readings), [0, 10, 20])
  assert.deepEqual(rows(logged!.controls), [-10, -20, -30])
})

test('a gap parts what was logged', () => {
  const parts = loggedOf(readDescription(text), run([0, 10, 20, 100, 110]))
  assert.deepEqual(
    parts.map(({ readings }) => rows(readings)),
    [
      [0, 10, 20],
      [100, 110],
    ],
  )
})

test('what does not describe a plant is refused path by path', () => {
  const refused = (changed: string, expected: RegExp) =>
    assert.throws(
      () => readDescription(changed),
      (error) => error instanceof DescriptionError && expected.test(error.message),
    )
  refused(text.replace('scan: 10', 'scan: 0'), /^scan: /)
  refused(text.replace('unit:', 'units:'), /signals\.0: .*units/)
  refused(text.replace('FV-1', 'drum level'), /a name stands twice/)
  refused('{', /./)
  assert.throws(
    () => loggedOf(readDescription(text.replace('LI4711.PV', 'LI1')), run([0, 10])),
    (error) => {
      return error instanceof LogError && /there is no column LI1.*the log has LI4711.PV, FV-1/.test(error.message)
    },
  )
})

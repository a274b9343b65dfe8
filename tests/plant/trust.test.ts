import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { type Recording, recordingOfFilm } from '../../core/dream/recording.ts'
import { withDreamer } from '../../core/dream/rollout.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { quantityIn } from '../../core/line/quantity.ts'
import { readLine } from '../../core/line/read.ts'
import { setpointColumn, wantedBy } from '../../core/plant/columns.ts'
import { laterPart } from '../../core/plant/later-part.ts'
import { type Log, readLog } from '../../core/plant/log.ts'
import { replayLogs } from '../../core/plant/replay.ts'
import { setpointLoops } from '../../core/scenario/course.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario } from '../../core/scenario/sample.ts'

const path = 'assets/lines/three-tank.line.yaml'
const line = readLine(readFileSync(path, 'utf8'), path)
const plant = compilePlant(line)

const folder = mkdtempSync(join(tmpdir(), 'dreamline-trust-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** An ordinary day of a plant under its own control, three horizons long, as its historian would write it. */
async function logOf(real: Line, name: string): Promise<Log> {
  const day = compilePlant({ ...real, horizon: seconds(3 * real.horizon) })
  const loop = closeLoop(day, baseline)
  const scenario = {
    ...faultFreeScenario(day.line, day.layout, randomSource(3)),
    factors: day.layout.spreads.map(() => 1),
  }
  const { films } = await withDreamer(loop, { lanes: 1, filming: 'signals' }, (dreamer) =>
    dreamer.dream([scenario], { seed: 5, film: [0] }),
  )
  const file = join(folder, `${name}.csv`)
  writeFileSync(file, csvOf(real, recordingOfFilm(films[0]!)))
  return readLog(file, wantedBy(real))
}

function csvOf({ signals, controls, scan, ...others }: Line, recording: Recording): string {
  const loops = setpointLoops({ signals, controls, scan, ...others })
  const unitOf = (tag: string) => signals.find((signal) => signal.tag === tag)!.unit
  const header = [
    't_s',
    ...[...signals, ...controls].map(({ tag }) => tag),
    ...loops.map(({ tag }) => setpointColumn(tag)),
  ]
  const rows = recording.readings.map((readings, row) => [
    row * scan,
    ...signals.map(({ unit }, signal) => quantityIn(readings[signal]!, unit)),
    ...controls.map(({ unit }, control) => quantityIn(recording.controls[row]![control]!, unit)),
    ...loops.map(({ signal }, loop) => quantityIn(recording.setpoints[row]![loop]!, unitOf(signal))),
  ])
  return [header, ...rows].map((row) => row.join(',')).join('\n')
}

/** The line with pumps that give more than their data sheet says. */
const withPumps = (excess: number): Line => ({
  ...line,
  components: line.components.map((component) =>
    component.kind.name === 'metering-pump'
      ? {
          ...component,
          parameters: { ...component.parameters, capacity: component.parameters.capacity! * (1 + excess) },
        }
      : component,
  ),
})

const own = await logOf(line, 'own')

test('a line that is its own plant is trusted over the whole horizon, and one scan ahead errs by its noise', async () => {
  const { horizon, first, transition, reward } = await replayLogs(plant, [own])
  assert.equal(first, undefined)
  assert.equal(horizon, line.horizon)
  const { all, noise } = transition!
  assert.ok(Math.abs(all.value / noise - 1) < 0.1, `${all.value} of ${noise}`)
  assert.ok(all.interval![0] < all.value && all.value < all.interval![1])
  assert.deepEqual(reward!.unmeasured, [])
  assert.ok(reward!.scan!.error.value < 0.25, 'two readings with 0.1 cm of noise, at a cost of 1 for 1 cm on each goal')
})

test('the more a model errs, the shorter it is trusted, and the more it errs one scan ahead', async () => {
  const found = []
  for (const excess of [0.05, 0.1, 0.2, 0.4]) {
    found.push(await replayLogs(plant, [await logOf(withPumps(excess), `excess ${excess}`)]))
  }
  const falling = (values: readonly number[]) =>
    values.slice(1).every((value, index) => value < values[index]!) || assert.fail(values.join(', '))
  falling(found.map(({ horizon }) => horizon))
  falling(found.map(({ transition }) => transition!.all.value).reverse())
  assert.deepEqual(
    found.map(({ first }) => first),
    [undefined, 'LT-101', 'LT-101', 'LT-101'],
  )
  const { scan } = (await replayLogs(plant, [own])).reward!
  assert.ok(found.at(-1)!.reward!.scan!.error.interval![0] > scan!.error.interval![1])
})

test('several logs count together, and a narrower tolerance shortens the trust', async () => {
  const other = await logOf(withPumps(0.2), 'other')
  const alone = await replayLogs(plant, [other])
  const both = await replayLogs(plant, [own, other])
  const middle = both.transition!.all.value
  const [low, high] = [(await replayLogs(plant, [own])).transition!.all.value, alone.transition!.all.value]
  assert.ok(low < middle && middle < high, `${low}, ${middle}, ${high}`)
  assert.ok(both.horizon >= alone.horizon && both.horizon < line.horizon)
  const narrow = await replayLogs(plant, [other], { tolerance: { 'LT-101': 0.01 } })
  assert.ok(narrow.horizon < alone.horizon, `${narrow.horizon} s and ${alone.horizon} s`)
  const written = { ...line, signals: line.signals.map((signal) => ({ ...signal, tolerance: 0.01 })) }
  assert.equal((await replayLogs(compilePlant(written), [other])).signals[0]!.tolerance, 0.01)
})

test('a goal that no signal measures is named, and is in no cost', async () => {
  const power = { ...line.goals[0]!, name: 'flow', of: { ...line.goals[0]!.of, component: 'V-120', quantity: 'flow' } }
  const { reward } = await replayLogs(compilePlant({ ...line, goals: [...line.goals, power] }), [own])
  assert.deepEqual(reward!.unmeasured, ['flow'])
  assert.deepEqual(reward!.scan, (await replayLogs(plant, [own])).reward!.scan)
})

test('rows that are missing part a log: no dream goes on over the gap', async () => {
  const isThere = (row: number) => row < 200 || row > 419
  const time = own.time.filter((_, row) => isThere(row))
  const columns = new Map([...own.columns].map(([name, values]) => [name, values.filter((_, row) => isThere(row))]))
  const parted = await replayLogs(plant, [{ file: own.file, time, columns }])
  assert.equal(parted.first, undefined)
  // Half of the 1,495 s from row 420 on.
  assert.equal(parted.horizon, 747.5)
})

test('what was not measured for a while is left out, and spoils no dream', async () => {
  const columns = new Map([...own.columns].map(([name, values]) => [name, values.slice()]))
  columns.get('LT-103')!.fill(Number.NaN, 100, 200)
  const { horizon, signals, reward } = await replayLogs(plant, [{ ...own, columns }])
  assert.ok(horizon > 0 && signals.every(({ rmse }) => Number.isFinite(rmse)))
  assert.ok(Number.isFinite(reward!.scan!.error.value))
})

test('the later part of a log begins after so many seconds, or is its last share', () => {
  assert.equal(laterPart(own, {}), own)
  assert.equal(laterPart(own, { from: 3000 }).time[0], 3000)
  // Of 3,595 s, at the next row.
  assert.equal(laterPart(own, { share: 0.25 }).time[0], 2700)
  assert.equal(laterPart(own, { from: 3000 }).columns.get('LT-101')![0], own.columns.get('LT-101')![600])
  assert.throws(() => laterPart(own, { from: 3595 }), /fewer than two rows are left/)
})

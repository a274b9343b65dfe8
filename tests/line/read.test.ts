import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type InstrumentMode, instrumentModes } from '../../core/line/instrument.ts'
import type { FailureMode } from '../../core/line/kind.ts'
import { kinds } from '../../core/line/kinds.ts'
import { readLine } from '../../core/line/read.ts'
import { changed, threeTank } from './three-tank.ts'

const line = readLine(threeTank, 'three-tank.line.yaml')
const byTag = <T extends { readonly tag: string }>(items: readonly T[], tag: string) =>
  items.find((item) => item.tag === tag)

test('the head of a line is read in SI', () => {
  assert.equal(line.name, 'three-tank')
  assert.deepEqual([line.step, line.scan, line.horizon], [1, 5, 1200])
  assert.deepEqual(line.medium, { density: 998, specificHeat: 4182 })
  assert.equal(line.ambient, 293.15)
  assert.deepEqual(line.policy, { kind: 'trim', trim: 0.3, correction: 0.2 })
})

test('components have what the file says and what their kind assumes', () => {
  assert.equal(line.components.length, 11)
  const tank = byTag(line.components, 'T-101')
  assert.equal(tank?.kind.name, 'tank')
  assert.deepEqual(tank?.parameters, { area: 0.0154, height: 0.62, level: 0.3189, temperature: 293.15, loss: 0 })
  assert.equal(byTag(line.components, 'P-101')?.parameters.capacity, 150e-6)
})

test('a chain finds the ports that fit, and takes those that are written', () => {
  const written = line.connections.map(({ from, to }) => `${from.component}.${from.port} > ${to.component}.${to.port}`)
  assert.equal(written.length, 10)
  assert.ok(written.includes('P-101.out > T-101.in'))
  assert.ok(written.includes('V-113.out > T-103.bottom'))
  assert.ok(written.includes('T-102.out > V-120.in'))
})

test('signals and controls keep the unit they were written in', () => {
  assert.deepEqual(byTag(line.signals, 'LT-101'), {
    tag: 'LT-101',
    of: { component: 'T-101', quantity: 'level', dimension: 'length' },
    low: 0,
    high: 0.62,
    noise: 0.001,
    lag: 0,
    resolution: 0.0001,
    unit: 'cm',
  })
  assert.deepEqual(byTag(line.controls, 'SC-101'), {
    tag: 'SC-101',
    component: 'P-101',
    actuator: 'speed',
    low: 0,
    high: 1,
    rate: 0.2,
    lag: 0,
    start: 0.2,
    safe: 0,
    dimension: 'fraction',
    unit: '%',
  })
})

test('a control without a rate moves at once and starts at the low end', () => {
  const text = changed(
    'SC-102: {drives: P-102.speed, range: 0 to 100 %, rate: 20 %/s, start: 20 %, safe: 0 %}',
    'SC-102: {drives: P-102.speed, range: 10 to 90 %}',
  )
  const withoutInterlock = text.replace(/ {2}LSH-102: .*\n/, '')
  const control = byTag(readLine(withoutInterlock, 'x').controls, 'SC-102')
  assert.deepEqual([control?.rate, control?.start, control?.safe], [Infinity, 0.1, 0.1])
})

test('a gain is in control units per signal unit, SI', () => {
  assert.deepEqual(byTag(line.loops, 'LC-101'), {
    kind: 'pid',
    tag: 'LC-101',
    signal: 'LT-101',
    control: 'SC-101',
    setpoint: 0.3189,
    gain: 5,
    integral: 120,
    derivative: 0,
  })
  const interlock = { kind: 'interlock', tag: 'LSH-101', signal: 'LT-101', control: 'SC-101', above: 0.6, value: 0 }
  assert.deepEqual(byTag(line.loops, 'LSH-101'), interlock)
})

test('an on-off loop is read with its band', () => {
  const onOff =
    'LC-102: {kind: on-off, signal: LT-102, control: SC-102, setpoint: 20 cm, band: 4 cm, on: 100 %, off: 0 %}'
  const pid = 'LC-102: {kind: pid, signal: LT-102, control: SC-102, setpoint: 19.89 cm, gain: 5 %/cm, integral: 120 s}'
  const loop = byTag(readLine(changed(pid, onOff), 'x').loops, 'LC-102')
  const ends = { tag: 'LC-102', signal: 'LT-102', control: 'SC-102' }
  assert.deepEqual(loop, { kind: 'on-off', ...ends, setpoint: 0.2, band: 0.04, on: 1, off: 0 })
})

test('goals of each kind stand on a true quantity', () => {
  const goals = [
    'level-2: {keep: LT-102, above: 10 cm, below: 30 cm, scale: 1 cm, weight: 2}',
    'quick: {maximise: V-120.flow, target: 6 l/min, scale: 1 l/min}',
    'lean: {minimise: P-101.flow, scale: 1 l/min}',
  ]
  const { goals: read } = readLine(changed('level-2: {track: LC-102, scale: 1 cm}', goals.join('\n  ')), 'x')
  const level = { component: 'T-102', quantity: 'level', dimension: 'length' } as const
  assert.deepEqual(
    { ...read[1] },
    { name: 'level-2', kind: 'keep', of: level, above: 0.1, below: 0.3, scale: 0.01, weight: 2, unit: 'cm' },
  )
  assert.deepEqual([read[2]?.target, read[2]?.unit], [1e-4, 'l/min'])
  assert.deepEqual([read[3]?.kind, read[3]?.weight], ['minimise', 1])
})

test("a limit without a scale takes 5 % of the signal's range", () => {
  const limit = line.limits.find(({ name }) => name === 'empty-3')
  assert.ok(limit !== undefined && Math.abs(limit.scale - 0.05 * 0.62) < 1e-12)
  assert.deepEqual([limit.below, limit.above, limit.trip, limit.weight], [0.01, undefined, false, 10])
  assert.equal(line.limits[0]?.trip, true)
})

test('failures take what the file leaves out from the mode', () => {
  const [leak, plugged, worn, stopped, bias, drift] = line.failures
  assert.deepEqual([leak?.name, leak?.rate, leak?.severity], ['T-101 leak', 0.1, [1e-5, 5e-5]])
  assert.deepEqual([plugged?.severity, plugged?.unit], [[0.2, 0.8], '%'])
  assert.deepEqual([worn?.profile, worn?.ramp, worn?.duration], ['ramp', 300, Infinity])
  assert.deepEqual([stopped?.profile, stopped?.period, stopped?.duration], ['intermittent', 60, 120])
  assert.deepEqual([bias?.severity, bias?.unit], [[0.02, 0.1], 'cm'])
  assert.ok(Math.abs((drift?.severity[1] ?? 0) - 0.15 * 0.62) < 1e-12)
})

test('a failure keeps what the engineer says of it', () => {
  const said = "cause: A drain valve left open, detection: 'The tray under the tank, every shift'"
  const { failures } = readLine(changed('on: T-101, mode: leak', `${said}, on: T-101, mode: leak`), 'x')
  assert.deepEqual(failures[0]?.worksheet, {
    cause: 'A drain valve left open',
    detection: 'The tray under the tank, every shift',
  })
  assert.equal(failures[1]?.worksheet, undefined)
})

test('every failure mode has a sentence for each column of a worksheet', () => {
  const declared: readonly Readonly<Record<string, FailureMode | InstrumentMode>>[] = [
    instrumentModes,
    ...Object.values(kinds).map(({ modes }) => modes),
  ]
  for (const { text, worksheet } of declared.flatMap((modes) => Object.values(modes))) {
    for (const sentence of Object.values(worksheet)) assert.match(sentence, /^[A-Z].{20,130}\.$/)
    assert.equal(new Set([text, ...Object.values(worksheet)]).size, 4)
  }
})

test('disturbances name what they move', () => {
  const [demand, , bore] = line.disturbances
  assert.deepEqual(demand, { name: 'demand-1', target: { kind: 'setpoint', loop: 'LC-101' }, step: [0.25, 0.38] })
  assert.deepEqual(bore?.target, { kind: 'parameter', component: 'V-120', parameter: 'coefficient' })
  assert.deepEqual(bore?.wander, { deviation: 0.02, time: 600 })
})

test('a pinned fault without a severity is the worst of its range', () => {
  assert.deepEqual(line.scenarios, [
    {
      name: 'the bad night',
      faults: [
        { failure: 'T-101 leak', onset: 300, severity: 4e-5, duration: 300 },
        { failure: 'LT-101 bias', onset: 600, severity: 0.1 },
      ],
    },
  ])
})

test('heat finds the heat port, and an outlet made for it comes before one that flows both ways', () => {
  const text = changed(
    '  D-101: {kind: product}',
    '  D-101: {kind: product}\n  H-101: {kind: electric-heater, power: 2 kW}',
  ).replace('  - T-102 > V-120 > D-101', '  - T-102 > V-120 > D-101\n  - H-101 > T-101')
  assert.deepEqual(readLine(text, 'x').connections.at(-1), {
    from: { component: 'H-101', port: 'heat' },
    to: { component: 'T-101', port: 'heat' },
  })
})

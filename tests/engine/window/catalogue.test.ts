import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue } from '../../../core/engine/window/catalogue.ts'
import type { CatalogueField } from '../../../core/engine/window/contract.ts'
import { lineFile } from '../../../core/line/file/sections.ts'
import { kinds } from '../../../core/line/kinds.ts'
import { difference, measure } from '../../../core/line/measure.ts'
import { isComplaint, parseQuantity, parseRange } from '../../../core/line/quantity.ts'

const found = catalogue()
const named = <T extends { readonly name: string }>(items: readonly T[], name: string): T => {
  const item = items.find((each) => each.name === name)
  assert.ok(item !== undefined, name)
  return item
}
const names = (fields: readonly { readonly name: string }[]) => fields.map(({ name }) => name)

test('every kind is there with its ports, fields, actuators, quantities and modes', () => {
  assert.deepEqual(names(found.kinds), Object.keys(kinds))
  for (const { name, ports, fields, actuators, quantities, modes } of found.kinds) {
    const kind = kinds[name]!
    assert.deepEqual(names(ports), Object.keys(kind.ports))
    assert.deepEqual(names(fields), [...Object.keys(kind.parameters), ...Object.keys(kind.options)])
    assert.deepEqual(names(actuators), Object.keys(kind.actuators))
    assert.deepEqual(names(quantities), Object.keys(kind.quantities))
    assert.deepEqual(names(modes), Object.keys(kind.modes))
  }
})

test('a default is written in a handy unit, and reads back as the value it is', () => {
  const tank = named(found.kinds, 'tank')
  assert.deepEqual(named(tank.fields, 'temperature'), {
    name: 'temperature',
    text: 'temperature at the start',
    units: ['degC', 'K'],
    required: false,
    default: '20 degC',
  })
  assert.deepEqual([named(tank.fields, 'area').required, named(tank.fields, 'area').default], [true, undefined])
  for (const { name, fields } of found.kinds) {
    for (const [parameter, { dimension, default: assumed }] of Object.entries(kinds[name]!.parameters)) {
      const { default: written, units } = named(fields, parameter)
      assert.equal(written === undefined, assumed === undefined)
      if (written === undefined) continue
      const read = parseQuantity(written, measure(dimension))
      assert.ok(!isComplaint(read) && read.value === assumed && units.includes(read.unit), `${name}.${parameter}`)
    }
  }
})

test('an option offers its words, the first of them by default', () => {
  assert.deepEqual(named(named(found.kinds, 'valve').fields, 'characteristic'), {
    name: 'characteristic',
    text: 'opening to flow',
    units: [],
    default: 'linear',
    required: false,
    choices: ['linear', 'equal percentage'],
  })
})

test('a mode has its worksheet, and a severity that the line file takes where it has degrees', () => {
  const leak = named(named(found.kinds, 'tank').modes, 'leak')
  assert.deepEqual([leak.code, leak.profile, leak.perYear], ['ELP', 'step', 0.05])
  assert.deepEqual(leak.severity, { text: 'area of the hole', units: ['m2', 'cm2', 'mm2'], range: '0.1 to 1 cm2' })
  assert.match(leak.worksheet.cause, /weld/)
  const stuck = named(named(found.kinds, 'valve').modes, 'stuck')
  assert.deepEqual(stuck.severity, { text: 'stuck or not', units: [], range: '' })
  for (const { name, modes } of found.kinds) {
    for (const { name: mode, severity } of modes) {
      const { dimension, low, high } = kinds[name]!.modes[mode]!.severity
      if (severity.range === '') assert.equal(low, high)
      else {
        const read = parseRange(severity.range, difference(dimension))
        assert.ok(!isComplaint(read) && read.low === low && read.high === high, `${name} ${mode}`)
      }
    }
  }
})

test('what any instrument can suffer is a share of its range', () => {
  assert.deepEqual(names(found.instrumentModes), ['bias', 'drift', 'stuck', 'dropout'])
  const [bias, , stuck] = found.instrumentModes
  assert.deepEqual(bias?.severity, { text: 'offset', units: [], range: '3 to 15 % of the range' })
  assert.deepEqual(stuck?.severity, { text: 'frozen or not', units: [], range: '' })
})

test('sections have the forms that the line file takes', () => {
  const variants = Object.fromEntries(found.sections.map((section) => [section.name, names(section.variants)]))
  assert.deepEqual(variants, {
    line: ['line'],
    signals: ['signal'],
    controls: ['control'],
    loops: ['pid', 'on-off', 'interlock'],
    goals: ['track', 'keep', 'minimise', 'maximise'],
    limits: ['limit'],
    failures: ['failure'],
    disturbances: ['disturbance'],
    policy: ['policy'],
  })
  for (const { name } of found.sections) assert.ok(name === 'line' || Object.hasOwn(lineFile.fields, name), name)
})

test('fields of sections have units where they always measure the same, and words where only those fit', () => {
  const field = (section: string, variant: string, name: string): CatalogueField =>
    named(named(named(found.sections, section).variants, variant).fields, name)
  assert.deepEqual(field('loops', 'pid', 'integral').units, ['s', 'min', 'h', 'd'])
  assert.deepEqual(field('loops', 'pid', 'gain').units, [])
  assert.equal(field('loops', 'pid', 'gain').required, true)
  assert.deepEqual(field('failures', 'failure', 'rate').units, ['/year', '/h'])
  assert.deepEqual(field('failures', 'failure', 'profile').choices, ['step', 'ramp', 'intermittent'])
  assert.deepEqual(field('limits', 'limit', 'trip').choices, ['yes', 'no'])
  assert.deepEqual(field('line', 'line', 'medium.density').units, ['kg/m3', 'g/cm3'])
  assert.deepEqual(field('policy', 'policy', 'kind').choices, ['trim', 'direct'])
})

test('what tells the variant is no field, as there is nothing to choose', () => {
  for (const { fields } of named(found.sections, 'loops').variants) assert.ok(!names(fields).includes('kind'))
})

test('it crosses a wire as it is', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(found)), found)
})

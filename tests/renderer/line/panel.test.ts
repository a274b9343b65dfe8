import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { catalogue } from '../../../core/engine/window/catalogue.ts'
import { readLineText } from '../../../core/engine/window/reading.ts'
import { add } from '../../../renderer/document/edit.ts'
import { createEditor } from '../../../renderer/screens/line/editor/editor.ts'
import { goTo } from '../../../renderer/screens/line/editor/go-to.ts'
import { choicesOf } from '../../../renderer/screens/line/panel/choices.ts'
import { newControl, newEntry, newSignal } from '../../../renderer/screens/line/panel/new-entry.ts'
import { splitUnit, unitsOf, withUnit } from '../../../renderer/screens/line/panel/units.ts'
import { lines, threeTank } from '../document/lines.ts'
import { situationOf } from './situation.ts'

const { sections } = catalogue()

const listed = ['signals', 'controls', 'loops', 'goals', 'limits', 'disturbances'] as const

/** Every field that is written in the bundled lines, with what the catalogue says of it. */
const written = [...lines.values()].flatMap((text) => {
  const situation = situationOf(text)
  return listed.flatMap((section) =>
    situation.document[section].flatMap(({ fields }) => {
      const all = sections.find(({ name }) => name === section)!.variants.flatMap(({ fields }) => fields)
      return Object.entries(fields).flatMap(([name, value]) => {
        const field = all.find((each) => each.name === name)
        return field === undefined ? [] : [{ section, field, fields, value, situation }]
      })
    }),
  )
})

test('the unit beside a field is among those offered, wherever a bundled line writes one', () => {
  const without = written.filter(({ section, field, fields, value, situation }) => {
    const units = unitsOf(section, field, fields, situation)
    const [, unit] = splitUnit(value, units)
    // Counted parts go by any name, such as bottles.
    return / over /.test(value) ? false : unit !== undefined && !units.includes(unit) && !unit.startsWith('bottles')
  })
  assert.deepEqual(
    without.map(({ section, field, value }) => `${section} ${field.name}: ${value}`),
    [],
  )
  const bottling = written.filter(({ value }) => value.endsWith(' bottles'))
  assert.ok(bottling.every(({ value }) => splitUnit(value, [])[1] === 'bottles'))
  assert.ok(
    bottling
      .filter(({ section }) => section === 'loops' || section === 'signals')
      .every(({ section, field, fields, situation }) => unitsOf(section, field, fields, situation)[0] === 'bottles'),
  )
})

test('what a bundled line refers to is among the choices', () => {
  const missing = written.filter(({ section, field, value, situation }) => {
    const choices = choicesOf(section, field.name, situation)
    return choices !== undefined && !choices.includes(value)
  })
  assert.deepEqual(
    missing.map(({ section, field, value }) => `${section} ${field.name}: ${value}`),
    [],
  )
  assert.ok(written.some(({ section, field, situation }) => choicesOf(section, field.name, situation) !== undefined))
})

test('a number and its unit come apart and together again as they were', () => {
  const units = ['m3/h', 'l/min', 'l/s', 'cm3/s', 'm', 'cm', 'degC', 'K', '%', '%/s']
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...units), (amount, unit) => {
      const text = `${amount} ${unit}`
      assert.deepEqual(splitUnit(text, units), [String(amount), unit])
      assert.equal(withUnit(String(amount), unit, false), text)
    }),
  )
  assert.deepEqual(splitUnit('-3 to 3 K', units), ['-3 to 3', 'K'])
  assert.equal(withUnit('-3 to 3', 'K', false), '-3 to 3 K')
})

test('what was typed with its unit, or is no number, is left as it was typed; a decimal comma becomes a point', () => {
  assert.equal(withUnit('30 mm', 'cm', false), '30 mm')
  assert.equal(withUnit('about 3', 'cm', false), 'about 3')
  assert.equal(withUnit('', 'cm', false), '')
  assert.equal(withUnit('3,5', 'cm', true), '3.5 cm')
  assert.equal(withUnit('1,000', 'cm', false), '1,000')
})

test('a new entry of any form has a free name and only what the engine knows', () => {
  for (const text of lines.values()) {
    const situation = situationOf(text)
    for (const section of listed) {
      for (const { name: variant } of sections.find(({ name }) => name === section)!.variants) {
        const { name, fields } = newEntry(section, variant, situation)
        const { problems } = readLineText({ text: add(text, [section], { [name]: fields }) })
        const wrong = problems.filter(({ message }) => !/missing|nothing|no threshold/i.test(message))
        assert.deepEqual(wrong, [], `${section} ${variant}`)
        assert.ok(problems.every(({ path }) => path.startsWith(`${section}.${name}`)))
      }
    }
  }
})

test('an instrument takes the number of its component, and a range that it suggests', () => {
  const situation = situationOf(threeTank)
  assert.deepEqual(newSignal('T-103.temperature', situation), {
    name: 'TT-103',
    fields: { of: 'T-103.temperature', range: '0 to 100 degC' },
  })
  assert.deepEqual(newSignal('T-103.level', situation), {
    name: 'LT-104',
    fields: { of: 'T-103.level', range: '0 to 62 cm' },
  })
  assert.equal(newControl('P-101.speed', situation).name, 'SC-103')
})

test('a problem leads to the form that has its field, or to its line where no form has it', () => {
  const lead = (from: string, to: string) => {
    assert.ok(threeTank.includes(from))
    const text = threeTank.replace(from, to)
    const editor = createEditor()
    const [problem] = readLineText({ text }).problems
    goTo({ editor, situation: situationOf(text), catalogue: catalogue() }, problem!)
    const { tab, selected, opened, sought } = editor.getState()
    return { tab, selected, opened: [...opened], sought: sought?.path || sought?.line }
  }
  assert.deepEqual(lead('height: 62 cm, level: 14', 'height: 62 kg, level: 14').selected, ['T-102'])
  assert.equal(lead('height: 62 cm, level: 14', 'height: 62 kg, level: 14').sought, 'components.T-102.height')
  const signal = lead('LT-102: {of: T-102.level, range: 0 to 62 cm', 'LT-102: {of: T-102.level, range: 62 to 0 cm')
  assert.deepEqual([signal.selected, signal.opened.includes('signals.LT-102')], [['T-102'], true])
  const loop = lead('setpoint: 14.16 cm', 'setpoint: 14.16 kg')
  assert.deepEqual(
    [loop.selected, loop.opened.includes('loops'), loop.opened.includes('loops.LC-102')],
    [[], true, true],
  )
  assert.equal(lead('scan: 5 s', 'scan: 5 kg').sought, 'scan')
  const failure = lead('{on: T-101, mode: leak,', '{on: T-101, mode: lick,')
  assert.equal(failure.tab, 'yaml')
  assert.equal(failure.sought, threeTank.split('\n').findIndex((line) => line.includes('{on: T-101, mode: leak')) + 1)
  assert.equal(lead('scan: 5 s', 'scan: [5 s').tab, 'yaml')
})

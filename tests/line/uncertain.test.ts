import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { oneTankText } from '../dream/one-tank.ts'

const read = (text: string) => readLine(text, 'tank.line.yaml')
const deviations = (text: string) =>
  Object.fromEntries(read(text).components.map((component) => [component.tag, component.deviations]))
const area = /area: [\d.]+ \w+/.exec(oneTankText)?.[0] as string
const withArea = (spread: string) => oneTankText.replace(area, `${area}${spread}`)

test('what stands behind ± is two standard deviations, as a share or in its own dimension', () => {
  const value = read(oneTankText).components.find(({ tag }) => tag === 'T-1')?.parameters.area as number
  for (const spread of [' ± 10 %', '±0.1', ' +/- 10 %', ` +- ${value / 10} m2`]) {
    const text = withArea(spread)
    const relative = deviations(text)['T-1']?.area as number
    assert.ok(Math.abs(relative - 0.05) < 1e-9, `${spread}: ${relative}`)
    assert.equal(read(text).components.find(({ tag }) => tag === 'T-1')?.parameters.area, value)
  }
})

test('the uncertainty of the line is that of all that says nothing itself', () => {
  const usual = deviations(oneTankText)
  const wide = deviations(`uncertainty: 30 %\n${withArea(' ± 4 %')}`)
  assert.equal(wide['T-1']?.area, 0.02)
  for (const [tag, own] of Object.entries(usual)) {
    assert.deepEqual(Object.keys(wide[tag] as object), Object.keys(own))
    for (const [name, deviation] of Object.entries(wide[tag] as Record<string, number>)) {
      if (name !== 'area') assert.equal(deviation, 0.15)
    }
  }
  assert.equal(Object.hasOwn(deviations(withArea(' ± 0 %'))['T-1'] as object, 'area'), false)
})

test('dreams vary what may be off', () => {
  const { layout } = compilePlant(read(withArea(' ± 10 %')))
  const spread = layout.spreads.find(({ parameter }) => parameter === 'area')
  assert.ok(Math.abs((spread?.deviation as number) - 0.05) < 1e-9)
})

test('nonsense behind ± is refused at its place', () => {
  for (const spread of [' ± 5 s', ' ± -5 %', ' ± 200 %', ' ± much', ' ± 1 % ± 2 %', ' ±']) {
    assert.throws(() => read(withArea(spread)), /tank\.line\.yaml:\d+:\d+/, spread)
  }
  const level = /level: [\d.]+ \w+/.exec(oneTankText)?.[0] as string
  assert.throws(() => read(oneTankText.replace(level, `${level} ± 5 %`)), /says where a dream begins/)
})

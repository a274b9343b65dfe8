import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineError } from '../../core/engine/contract.ts'
import { assertControllable, compileSource } from '../../core/engine/source.ts'
import { oneTankText } from '../dream/one-tank.ts'

const head = 'line: a\ntitle: b\nstep: 1 s\nscan: 1 s\nhorizon: 1 min\n'
const pipe = '  F-1: {kind: feed}\n  V-1: {kind: pipe, bore: 1 cm2}\n  D-1: {kind: product}\n'
const flow = 'connections:\n  - F-1 > V-1 > D-1\nsignals:\n  FT-1: {of: V-1.flow, range: 0 to 1 l/s}\n'

const refused: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ['is empty', `${head}components: {}\n`, /no component that holds anything/],
  ['is a pipe between boundaries', `${head}components:\n${pipe}${flow}`, /nothing changes on it\. Add a tank/],
  ['measures nothing', `${head}components:\n  T-1: {kind: tank, area: 1 m2, height: 1 m}\n`, /no signal/],
]

for (const [what, text, said] of refused) {
  test(`a line that ${what} reads, but is refused before it is dreamt`, () => {
    const source = compileSource(text, 'x')
    assert.throws(
      () => assertControllable(source),
      (error) => error instanceof EngineError && said.test(error.message),
    )
  })
}

test('a line with something to hold, to measure, to drive and to want is dreamt', () => {
  assert.doesNotThrow(() => assertControllable(compileSource(oneTankText, 'x')))
})

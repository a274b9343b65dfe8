import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineFileError } from '../../../core/line/file/problem.ts'
import { readConnection } from '../../../core/plant/opcua/connection-file.ts'
import { connectionText, fastTank } from './fast-tank.ts'

const text = connectionText('opc.tcp://plc-1:4840')
const read = (changed: string) => readConnection(changed, 'one-tank.plant.yaml', fastTank)

test('a connection is encrypted, signed and subscribed to unless something else is written', () => {
  const { mode, securityPolicy, access, speed, user, signals, controls, policy } = read(text)
  assert.deepEqual([mode, securityPolicy, access, speed], ['SignAndEncrypt', 'Basic256Sha256', 'subscribe', 1])
  assert.deepEqual(user, { name: 'ada' })
  assert.deepEqual(signals, [{ tag: 'LT-1', node: 's=LT-1', unit: 'cm', correction: 's=LT-1.correction' }])
  assert.equal(controls[0]?.trim, 's=SC-1.trim')
  assert.deepEqual(policy, { enable: 's=policy.enable', heartbeat: 's=policy.heartbeat' })
  assert.equal(read(text.replace('stale: 20\n', '')).stale, 3)
})

test('what is not mapped is undefined, in the order of the line', () => {
  const { signals, setpoints, controls } = read(text.slice(0, text.indexOf('setpoints:')))
  assert.equal(signals.length, 1)
  assert.deepEqual([setpoints, controls], [[undefined], [undefined]])
})

for (const [what, from, to, problem] of [
  ['another line', 'line: one-tank', 'line: two-tank', /2:7 {2}line: this is the plant of 'two-tank'. write one-tank/],
  ['an address of something else', 'opc.tcp://', 'http://', /endpoint: .* is not the address of an OPC UA server/],
  ['a password', 'user: ada', 'user: ada\npassword: secret', /'password' is not a known key/],
  ['an unknown tag', 'LT-1: {', 'LT-2: {', /signals.LT-2: 'LT-2' is not a known signal. did you mean LT-1/],
  ['a unit of another dimension', 'unit: cm, corr', 'unit: bar, corr', /'bar' is no unit of length/],
  ['a node id that is none', 'node: s=LT-1,', 'node: LT-1,', /'LT-1' is not a node id/],
  ['a node without a namespace', 'namespace: urn:dreamline:plant:one-tank\n', '', /'s=LT-1' has no namespace/],
  ['one node for two things', 's=SC-1.trim', 's=SC-1.request', /'s=SC-1.request' is written twice/],
  ['a user in the clear', 'user: ada', 'user: ada\nsecurity: None', /security: a user would sign in over a channel/],
  [
    'security that is not considered safe',
    'user: ada',
    'user: ada\nsecurity policy: Basic128',
    /'Basic128' is not a known/,
  ],
  ['staleness that is none', 'stale: 20', 'stale: 0', /stale: '0' is no number of scans/],
  ['a user and a certificate', 'user: ada', 'user: ada\nuser certificate: yes', /exclude each other/],
] as const) {
  test(`a connection file is refused, with its place, for ${what}`, () => {
    assert.ok(text.includes(from), from)
    assert.throws(
      () => read(text.replace(from, to)),
      (error: Error) => {
        assert.ok(error instanceof LineFileError)
        assert.match(error.message, problem)
        assert.match(error.message, /^one-tank.plant.yaml:\d+:\d+ /)
        return true
      },
    )
  })
}

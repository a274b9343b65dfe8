import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConnection } from '../../../core/plant/opcua/connection-file.ts'
import { guessNode } from '../../../core/plant/opcua/guess.ts'
import { writeConnection } from '../../../core/plant/opcua/write-connection.ts'
import { fastTank } from './fast-tank.ts'

const node = (...names: string[]) => ({ names })
const guessed = (tag: string, ...nodes: { names: string[] }[]) => guessNode([tag], nodes)

test('a node of the very name comes before one that is only alike', () => {
  const exact = node('LT-101')
  assert.deepEqual(guessed('LT-101', node('lt_101'), exact), { node: exact, exact: true })
})

test('case, dashes and the path to a node do not matter', () => {
  for (const name of ['lt_101', 'LT 101', 'Area1.Tank.LT-101', '"DB1"."LT-101"', 'PLC/LT101']) {
    assert.equal(guessed('LT-101', node(name), node('LT-102'))?.exact, false, name)
  }
})

test('nothing is guessed where nothing fits, or several do', () => {
  assert.equal(guessed('LT-101', node('LT-1011'), node('TT-101')), undefined)
  assert.equal(guessed('LT-101', node('Area1.LT-101'), node('Area2.LT-101')), undefined)
  assert.equal(guessed('LT-101', node('LT-101', 'a'), node('LT-101', 'b')), undefined)
})

test('names from a server cannot break the file that is written of them', () => {
  const nasty = `s=a: {b}, "c" # d - 'e'`
  const place = ['signals', 'LT-1', 'node']
  const text = writeConnection({
    line: 'one-tank',
    endpoint: 'opc.tcp://plc-1:4840',
    nodes: [{ place, namespace: 'urn:plant', identifier: nasty, exact: false, unit: 'cm' }],
    missing: ['LC-1.setpoint'],
  })
  const { signals } = readConnection(text, 'one-tank.plant.yaml', fastTank)
  assert.equal(signals[0]?.node, nasty)
  assert.match(text, /^# Only alike.*signals.LT-1.node$/m)
  assert.match(text, /^# Nothing was found for LC-1.setpoint$/m)
})

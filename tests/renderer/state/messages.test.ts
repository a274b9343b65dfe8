import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineError } from '../../../core/engine/contract.ts'
import { createMessages } from '../../../renderer/state/messages.ts'

const stopped = () => new EngineError([{ message: 'The engine stopped.', remedy: 'Ask again.' }])

test('an error that is on the screen already is not shown beside itself, and again once it was dismissed', () => {
  const messages = createMessages()
  const { fail, dismiss } = messages.getState()
  for (const error of [stopped(), stopped(), new EngineError([{ message: 'The disk is full.', remedy: '' }])])
    fail(error)
  const texts = () => messages.getState().shown.map(({ text }) => text)
  assert.deepEqual(texts(), ['The engine stopped.', 'The disk is full.'])
  dismiss(messages.getState().shown[0]?.id as number)
  fail(stopped())
  assert.deepEqual(texts(), ['The disk is full.', 'The engine stopped.'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beyondTrust, logNames, trustKind } from '../../../renderer/screens/shared/trust.ts'

const trust = { horizon: 720, whole: 1200, logs: ['plant-march.csv'], sentence: '' }

test('what is said of trust tells a model that errs from a log that ends, and both from one never compared', () => {
  assert.equal(trustKind({ ...trust, first: 'TT-102' }), 'left')
  assert.equal(trustKind(trust), 'reach')
  assert.equal(trustKind({ ...trust, horizon: 1200 }), 'whole')
  assert.equal(trustKind(undefined), 'none')
})

test('the part of a day beyond trust is what is left of it', () => {
  assert.equal(beyondTrust(trust), 0.4)
  assert.equal(beyondTrust({ ...trust, horizon: 1200 }), 0)
  assert.equal(beyondTrust(undefined), 0)
})

test('two logs are named, of many the first', () => {
  assert.equal(logNames(['march.csv', 'april.csv']), 'march.csv, april.csv')
  assert.equal(logNames(['march.csv', 'april.csv', 'may.csv']), 'march.csv + 2')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresFor } from '../../../renderer/parts/figures.ts'

const [english, german] = [figuresFor('en'), figuresFor('de')]

test('numbers are written to three digits, as the language does', () => {
  assert.equal(english.number(0.065912), '0.0659')
  assert.equal(german.number(12.345), '12,3')
  assert.equal(english.number(4710.4), '4,710')
  assert.equal(english.number(0), '0')
  assert.equal(english.number(Number.NaN), '–')
})

test('a share is a percentage however small it is', () => {
  assert.equal(english.share(0.376), '37.6%')
  assert.equal(english.share(6.15e-7), '0.000062%')
  assert.equal(english.share(1e-5), '0.001%')
  assert.equal(english.share(1), '100%')
})

test('a change always has its sign, and none has none', () => {
  assert.equal(english.change(0.05), '+5%')
  assert.equal(english.change(-0.376), '-37.6%')
  assert.equal(english.change(0), '0%')
  assert.equal(english.change(Infinity), '+∞%')
  assert.equal(english.difference(-4.731), '-4.73')
})

test('times are told in the units that people wait in', () => {
  assert.equal(english.duration(42.4), '42 sec')
  assert.equal(english.duration(119.6), '2 min 0 sec')
  assert.equal(english.duration(3720), '1 hr 2 min')
  assert.equal(english.duration(Infinity), '–')
})

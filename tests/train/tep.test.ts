import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomSource } from '../../core/scenario/random.ts'
import { usualLogFit } from '../../core/train/fit-ensemble.ts'
import { fitLogModel } from '../../core/train/fit-log-model.ts'
import { missing, namesOf, tepPlant, tepSplit } from '../bench/tep/data.ts'

test('a few runs of the Tennessee Eastman plant are enough to foretell better than a linear model of them', {
  skip: missing,
}, async () => {
  const plant = tepPlant()
  const { training, heldOut } = await tepSplit(plant)
  const settings = { ...usualLogFit, hidden: 32, lanes: 128, updates: 60, learningRate: 1e-3, members: 2, kept: 2 }
  const { errors } = await fitLogModel(
    namesOf(plant),
    training.slice(0, 8),
    heldOut.slice(0, 2),
    settings,
    randomSource(1),
  )
  const [threeMinutes, hour] = [errors[0]!, errors.at(-1)!]
  assert.equal(hour.scans, 20)
  assert.ok(threeMinutes.ensemble < 0.6 * threeMinutes.persistence, `${threeMinutes.ensemble}`)
  assert.ok(threeMinutes.ensemble < threeMinutes.arx, `${threeMinutes.ensemble} of ${threeMinutes.arx}`)
  assert.ok(hour.ensemble < 0.95 * hour.arx, `${hour.ensemble} of ${hour.arx}`)
})

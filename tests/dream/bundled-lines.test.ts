import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline, type Controller, oracle } from '../../core/dream/controller.ts'
import { createDreamer, type Outcomes } from '../../core/dream/rollout.ts'
import { compilePlant, type Plant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario, pinnedScenario } from '../../core/scenario/sample.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

const folder = fileURLToPath(new URL('../../assets/lines/', import.meta.url))
const each = 24

function read(name: string) {
  const file = `${folder}${name}.line.yaml`
  const line = readLine(readFileSync(file, 'utf8'), file)
  return { line, plant: compilePlant(line) }
}

/** Ordinary days, as many days with faults, and the line's pinned scenarios. */
function days({ line, plant: { layout } }: ReturnType<typeof read>): readonly Scenario[] {
  const random = randomSource(1)
  const draw = (scenario: typeof faultyScenario) => Array.from({ length: each }, () => scenario(line, layout, random))
  const pinned = line.scenarios.map(({ name }) => pinnedScenario(line, layout, name))
  return [...draw(faultFreeScenario), ...draw(faultyScenario), ...pinned]
}

async function dreamt(plant: Plant, controller: Controller, scenarios: readonly Scenario[]): Promise<Outcomes> {
  const dreamer = await createDreamer(closeLoop(plant, controller), { lanes: scenarios.length })
  const { outcomes } = await dreamer.dream(scenarios, { seed: 1 })
  await dreamer.release()
  return outcomes
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
const free = (values: Float32Array) => mean(values.subarray(0, each))
const faulty = (values: Float32Array) => mean(values.subarray(each, 2 * each))
const pinned = (values: Float32Array) => mean(values.subarray(2 * each))

for (const file of globSync('*.line.yaml', { cwd: folder })) {
  const name = file.replace('.line.yaml', '')
  test(`${name}: its own control holds it on ordinary days, and faults cost it something`, async () => {
    const line = read(name)
    const { cost, tripped } = await dreamt(line.plant, baseline, days(line))
    assert.equal(free(tripped), 0)
    assert.ok(faulty(cost) > 1.2 * free(cost), `${faulty(cost)} with faults, ${free(cost)} without`)
    assert.ok(pinned(cost) > free(cost), `${pinned(cost)} pinned, ${free(cost)} without faults`)
  })
}

test('pasteuriser: no diversion on ordinary days, many with faults, fewer where the true temperature is known', async () => {
  const pasteuriser = read('pasteuriser')
  const diversion = pasteuriser.line.limits.findIndex(({ name }) => name === 'diversion')
  const suffered = (await dreamt(pasteuriser.plant, baseline, days(pasteuriser))).crossings[diversion] as Float32Array
  const told = (await dreamt(pasteuriser.plant, oracle, days(pasteuriser))).crossings[diversion] as Float32Array
  assert.equal(free(suffered), 0)
  assert.ok(faulty(suffered) > 0.25, `${faulty(suffered)} a dream`)
  assert.ok(faulty(told) < 0.8 * faulty(suffered), `${faulty(told)} a dream, ${faulty(suffered)} under the baseline`)
})

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { missing, tepPlant, tepRuns, tepSplit } from './data.ts'
import { documentOf } from './document.ts'
import { scoresOf, separations } from './faults.ts'
import { foretold } from './foretold.ts'

/** Writes docs/tep.md anew, from nothing but the logs. */
if (missing !== false) {
  console.error(missing)
  process.exit(2)
}
const start = performance.now()
const plant = tepPlant()
const until = await foretold(plant)
const { model } = until.fitted
console.error(until.fitted.errors, until)
const normal = await scoresOf(model, await tepRuns(plant, 'normal'))
const excitedNormal = await scoresOf(model, (await tepSplit(plant)).test)
const calm = await separations(model, await tepRuns(plant, 'fault'), normal)
const excited = await separations(model, await tepRuns(plant, 'fault_excited'), excitedNormal)
const from = await foretold(tepPlant('from the row on'))
const cut = { calm: normal.cut, excited: excitedNormal.cut }
const minutes = (performance.now() - start) / 60_000
const text = documentOf({ until, from, calm, excited, cut, minutes })
writeFileSync(fileURLToPath(new URL('../../../docs/tep.md', import.meta.url)), text)
console.log(text)

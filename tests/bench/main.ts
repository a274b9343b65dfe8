import { parseArgs } from 'node:util'
import { commandLine, memory } from './command-line.ts'
import { curriculum } from './curriculum.ts'
import { dreams } from './dreams.ts'
import { met } from './figure.ts'
import { guard } from './guard.ts'
import { importing } from './import.ts'
import { learned } from './learned.ts'
import { retrieval } from './retrieval.ts'
import { scene } from './scene/frame-time.ts'
import { shadow } from './shadow.ts'
import { training } from './training.ts'
import { window } from './window.ts'

const parts = {
  dreams,
  training,
  curriculum,
  check: commandLine,
  memory,
  window,
  scene,
  retrieval,
  import: importing,
  learned,
  shadow,
  guard,
}

const { positionals } = parseArgs({ allowPositionals: true })
const unknown = positionals.find((name) => !(name in parts))
if (unknown !== undefined) {
  console.error(`there is no part ${unknown}; choose among ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

const row = (...cells: readonly [string, string, string, string, string]) =>
  console.log(`${cells[0].padEnd(38)}${cells[1].padStart(8)} ${cells[2].padEnd(25)}${cells[3].padEnd(12)}${cells[4]}`)
row('figure', 'value', 'unit', 'target', 'met')
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  for (const figure of await measure()) {
    const { what, value, unit, target } = figure
    const bound = target && ('least' in target ? `at least ${target.least}` : `at most ${target.most}`)
    const verdict = met(figure)
    row(what, value.toPrecision(3), unit, bound ?? '', verdict === undefined ? '' : verdict ? 'yes' : 'no')
  }
}

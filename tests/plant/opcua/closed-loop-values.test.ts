import { after, test } from 'node:test'
import { restlessAdvisor, setUpBench } from './fast-tank.ts'
import { assertHandsBack, type Fault } from './hand-back.ts'

const bench = await setUpBench()
const advisor = await restlessAdvisor()
await bench.trust()
after(async () => {
  await advisor.release()
  await bench[Symbol.asyncDispose]()
})
const { plant } = bench

const faults: Readonly<Record<string, Fault>> = {
  'its time is over': { inject: () => {}, duration: 1, reason: /time is over/ },
  'Ctrl+C': { inject: (stop) => stop.abort(), reason: /stopped by hand/ },
  'bad quality': {
    inject: () => plant.disguise('LT-1', 'bad'),
    mend: () => plant.disguise('LT-1'),
    reason: /LT-1 is of bad quality/,
  },
  'a node that lies about its type': {
    inject: () => plant.disguise('LT-1', 'text'),
    mend: () => plant.disguise('LT-1'),
    reason: /LT-1 is of bad quality \(gives String for Double\)/,
  },
  'no number': {
    inject: () => plant.disguise('LT-1', 'not a number'),
    mend: () => plant.disguise('LT-1'),
    reason: /LT-1 is not a number/,
  },
  'a plant that goes silent': {
    inject: () => plant.freeze(true),
    mend: () => plant.freeze(false),
    reason: /LT-1 is stale/,
  },
}

for (const [name, fault] of Object.entries(faults)) {
  test(`a closed loop hands back safely: ${name}`, () => assertHandsBack(bench, advisor, fault))
}

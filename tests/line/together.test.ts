import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineFileError, type Problem } from '../../core/line/file/problem.ts'
import { readLine } from '../../core/line/read.ts'

const head = 'line: a\ntitle: b\nstep: 1 s\nscan: 1 s\nhorizon: 1 min\n'

const kinds = {
  feed: 'kind: feed',
  product: 'kind: product',
  tank: 'kind: tank, area: 1 m2, height: 1 m',
  pipe: 'kind: pipe, bore: 1 cm2',
  'long pipe': 'kind: pipe, bore: 1 cm2, volume: 3 l',
  pump: 'kind: pump, head: 10 m, flow: 1 l/s',
  'metering pump': 'kind: metering-pump, capacity: 1 l/s',
  'divert valve': 'kind: divert-valve',
  exchanger: 'kind: heat-exchanger, conductance: 1 kW/K, hot volume: 1 l, cold volume: 1 l',
  heater: 'kind: electric-heater, power: 1 kW',
  link: 'kind: thermal-link, area: 1 m2, transfer: 9 W/(m2 K)',
  body: 'kind: thermal-mass, mass: 1 kg, specific heat: 1 kJ/(kg K), area: 1 m2, transfer: 9 W/(m2 K)',
  machine: 'kind: machine, rate: 1 parts/s',
  buffer: 'kind: buffer, capacity: 10 parts',
} as const

type Equipment = Readonly<Record<string, keyof typeof kinds>>

function lineOf(equipment: Equipment, chains: readonly string[], rest = ''): string {
  const components = Object.entries(equipment).map(([tag, kind]) => `  ${tag}: {${kinds[kind]}}\n`)
  const connections = chains.length === 0 ? '' : `connections:\n${chains.map((chain) => `  - ${chain}\n`).join('')}`
  return `${head}components:\n${components.join('')}${connections}${rest}`
}

function problemsOf(text: string): readonly Problem[] {
  try {
    readLine(text, 'x')
  } catch (error) {
    assert.ok(error instanceof LineFileError, String(error))
    return error.problems
  }
  return []
}

const wrong: readonly (readonly [what: string, Equipment, chains: readonly string[], at: string, said: RegExp])[] = [
  ['a ring without a tank', { P: 'pump', V: 'pipe' }, ['P > V > P'], 'V', /ring without a tank\. put a tank/],
  [
    'two metering pumps in a row',
    { T: 'tank', P: 'metering pump', Q: 'metering pump' },
    ['T > P > Q > T'],
    'Q',
    /set its flow twice\. remove one/,
  ],
  ['no resistance', { T: 'tank', U: 'tank' }, ['T.out > U.in'], 'T', /no resistance\. put a pipe or a valve/],
  [
    'a three-way valve behind a pipe',
    { T: 'tank', V: 'pipe', D: 'divert valve' },
    ['T > V > D.in', 'D.a > T', 'D.b > T'],
    'D',
    /nothing sets the flow into it\. put a metering pump upstream/,
  ],
  [
    'a pump behind a three-way valve',
    { T: 'tank', P: 'metering pump', D: 'divert valve', Q: 'metering pump' },
    ['T > P > D.in', 'D.a > Q > T', 'D.b > T'],
    'Q',
    /already set\. remove the pump/,
  ],
  [
    'a pipe with a volume and no flow',
    { F: 'feed', V: 'long pipe', D: 'product' },
    ['F > V > D'],
    'V',
    /more than 1000 steps to pass\. give it a larger `flow:`/,
  ],
  ['a heater of a link', { H: 'heater', L: 'link', M: 'body' }, ['H > L.a', 'L.b > M'], 'H', /leads to no body/],
  [
    'two links in a row',
    { M: 'body', L: 'link', K: 'link', N: 'body' },
    ['M > L.a', 'L.b > K.a', 'K.b > N'],
    'K',
    /port a leads to no body\. connect a tank or a thermal-mass/,
  ],
  ['two bodies in a row', { M: 'body', T: 'tank' }, ['M > T'], 'T', /touches another body.*put a thermal-link between/],
  ['two machines in a row', { M: 'machine', N: 'machine' }, ['M > N'], 'M', /put a buffer or a conveyor between/],
  [
    'two stores in a row',
    { M: 'machine', B: 'buffer', C: 'buffer', N: 'machine' },
    ['M > B > C > N'],
    'C',
    /nothing moves parts into it\. put a machine before it/,
  ],
  ['a ring of machines', { M: 'machine', B: 'buffer' }, ['M > B > M'], 'M', /parts run in a ring/],
]

for (const [what, equipment, chains, at, said] of wrong) {
  test(`${what} is reported at a component, with a remedy`, () => {
    const text = lineOf(equipment, chains)
    const [problem, ...others] = problemsOf(text)
    assert.deepEqual(others, [])
    assert.match(`${problem?.message}. ${problem?.remedy}`, said)
    assert.equal(problem?.path, `components.${at}`)
    assert.match(text.split('\n')[problem.line - 1]!.slice(problem.column - 1), new RegExp(`^${at}: `))
  })
}

const right: readonly (readonly [what: string, text: string])[] = [
  ['no components', `${head}components: {}\n`],
  ['a tank alone', lineOf({ T: 'tank' }, [])],
  ['a machine alone', lineOf({ M: 'machine' }, [])],
  ['nothing that holds anything', lineOf({ F: 'feed', V: 'pipe', D: 'product' }, ['F > V > D'])],
  ['a heated body beside a tank', lineOf({ H: 'heater', M: 'body', T: 'tank' }, ['H > M'])],
  ['a heater in a tank whose temperature nobody measures', lineOf({ H: 'heater', T: 'tank' }, ['H > T'])],
  [
    'an exchanger between pipes without a volume',
    lineOf({ F: 'feed', V: 'pipe', W: 'pipe', E: 'exchanger', D: 'product' }, [
      'F > V > E.hot in',
      'F > W > E.cold in',
      'E.hot out > D',
      'E.cold out > D',
    ]),
  ],
  [
    'the temperature of a pipe without a volume',
    lineOf(
      { F: 'feed', V: 'pipe', D: 'product' },
      ['F > V > D'],
      'signals:\n  TT: {of: V.temperature, range: 0 to 100 degC}\n',
    ),
  ],
]

for (const [what, text] of right) {
  test(`a line may have ${what}`, () => assert.deepEqual(problemsOf(text), []))
}

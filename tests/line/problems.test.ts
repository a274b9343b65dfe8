import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineFileError, type Problem } from '../../core/line/file/problem.ts'
import { readLine } from '../../core/line/read.ts'
import { changed, threeTank } from './three-tank.ts'

function problemsOf(text: string): readonly Problem[] {
  try {
    readLine(text, 'plant.line.yaml')
  } catch (error) {
    assert.ok(error instanceof LineFileError)
    return error.problems
  }
  return []
}

/** A change to a good file, where the problem stands (the passage the position points at), and what is said. */
type Case = readonly [what: string, from: string, to: string, at: string, path: string, said: RegExp]

const lc102 = 'LC-102: {kind: pid, signal: LT-102, control: SC-102, setpoint: 19.89 cm, gain: 5 %/cm, integral: 120 s}'

const cases: readonly Case[] = [
  ['an unknown section', 'limits:', 'limit:', 'limit:', 'limit', /not a known key\. did you mean limits\?/],
  ['an unknown key', 'level: 25.89 cm', 'levle: 25.89 cm', 'levle', 'components.T-103.levle', /did you mean level\?/],
  [
    'a key twice',
    'height: 62 cm, level: 25.89 cm',
    'height: 1 m, height: 2 m',
    'height: 2 m',
    'components.T-103.height',
    /written twice\. remove/,
  ],
  [
    'a tag twice',
    '  T-103: {',
    '  T-102: {',
    'T-102: {kind: tank, area: 154 cm2, height: 62 cm, level: 25',
    'components.T-102',
    /written twice/,
  ],
  [
    'a tag in two sections',
    'SC-102: {',
    'LT-102: {',
    'LT-102: {drives',
    'controls.LT-102',
    /stands in signals as well\. give each its own/,
  ],
  ['a bad tag', 'D-101: {', 'D.101: {', 'D.101: {', 'components.D.101', /cannot be a name.*such as LT-101/],
  [
    'a missing key',
    'area: 154 cm2, height: 62 cm, level: 25.89 cm',
    'area: 154 cm2',
    '{kind: tank, area: 154 cm2}',
    'components.T-103.height',
    /'height' is missing\. add `height:`, height of the rim/,
  ],
  [
    'a text for a mapping',
    'T-103: {kind: tank, area: 154 cm2, height: 62 cm, level: 25.89 cm}',
    'T-103: basin',
    'basin',
    'components.T-103',
    /a single value stands here\. write a mapping/,
  ],
  [
    'a list for a text',
    'title: DTS200 three-tank system',
    'title: [a]',
    '[a]',
    'title',
    /a list stands here\. write a single value/,
  ],
  ['no value', 'title: DTS200 three-tank system', 'title:', '\nsource', 'title', /nothing is written here/],
  [
    'an unknown kind',
    'D-101: {kind: product}',
    'D-101: {kind: produkt}',
    'produkt',
    'components.D-101.kind',
    /did you mean product\?/,
  ],
  [
    'the wrong dimension',
    'level: 25.89 cm',
    'level: 25.89 kg',
    '25.89 kg',
    'components.T-103.level',
    /does not measure length\. write a length such as 25.89 m, 25.89 cm/,
  ],
  [
    'an unknown unit',
    'level: 25.89 cm',
    'level: 25.89 Mm',
    '25.89 Mm',
    'components.T-103.level',
    /not a known unit\. did you mean/,
  ],
  [
    'no unit',
    'level: 25.89 cm',
    'level: 25.89',
    '25.89}',
    'components.T-103.level',
    /25.89 has no unit\. write a length such as 25.89 m/,
  ],
  ['no number', 'level: 25.89 cm', 'level: .inf', '.inf', 'components.T-103.level', /'.inf' is not a number/],
  [
    'a decimal comma',
    'level: 25.89 cm',
    "level: '25,89 cm'",
    "'25,89 cm'",
    'components.T-103.level',
    /write a decimal point: '25.89 cm'/,
  ],
  [
    'an infinite number',
    'level: 25.89 cm',
    'level: 1e999 cm',
    '1e999 cm',
    'components.T-103.level',
    /too large a number/,
  ],
  [
    'a value below its minimum',
    'level: 25.89 cm',
    'level: -1 cm',
    '-1 cm',
    'components.T-103.level',
    /too small\. the least is 0 cm/,
  ],
  [
    'degC for a difference',
    'of: V-120.coefficient, wander: 2 % over',
    'of: ambient, wander: 2 degC over',
    '2 degC over',
    'disturbances.bore.wander',
    /a difference of temperature is written in K/,
  ],
  [
    'an unknown component in a chain',
    'F-102 > P-102 > T-102',
    'F-102 > P-109 > T-102',
    'F-102 > P-109',
    'connections[1]',
    /'P-109' is not a known component\. did you mean P-10/,
  ],
  [
    'an unknown port',
    'T-103.bottom > V-132',
    'T-103.botom > V-132',
    'T-103.botom',
    'connections[3]',
    /not a known port of T-103\. did you mean bottom\?/,
  ],
  [
    'a chain of one',
    '- F-101 > P-101 > T-101',
    '- F-101',
    'F-101\n',
    'connections[0]',
    /connects nothing\. write a chain/,
  ],
  [
    'a chain against the direction',
    'F-101 > P-101 > T-101',
    'P-101 > F-101',
    'P-101 > F-101',
    'connections[0]',
    /no port of P-101 fits F-101\. P-101 gives fluid at P-101.out; F-101 takes nothing/,
  ],
  [
    'a port that is connected twice',
    '- T-102 > V-120 > D-101',
    '- T-102 > V-120 > D-101\n  - T-101 > V-120',
    'T-101 > V-120',
    'connections[5]',
    /V-120.in is connected twice/,
  ],
  [
    'an open port',
    '  - T-102 > V-120 > D-101',
    '  - T-102 > V-120',
    'D-101: {',
    'components.D-101',
    /the port in \(inlet\) is not connected\. add a connection: … > D-101.in/,
  ],
  [
    'a two-way port in the middle of a chain',
    '- T-101.bottom > V-113 > T-103.bottom\n  - T-103.bottom > V-132',
    '- T-101.bottom > V-113 > T-103.bottom > V-132',
    'T-101.bottom > V-113',
    'connections[2]',
    /entry or its exit\. write two chains/,
  ],
  [
    'an unknown quantity',
    'LT-103: {of: T-103.level',
    'LT-103: {of: T-103.levels',
    'T-103.levels',
    'signals.LT-103.of',
    /quantity of a tank\. did you mean level\?/,
  ],
  [
    'an unknown actuator',
    'drives: P-102.speed',
    'drives: P-102.opening',
    'P-102.opening',
    'controls.SC-102.drives',
    /actuator of a metering-pump\. write one of: speed/,
  ],
  [
    'a range that falls',
    'LT-103: {of: T-103.level, range: 0 to 62 cm',
    'LT-103: {of: T-103.level, range: 62 to 0 cm',
    '62 to 0 cm',
    'signals.LT-103.range',
    /does not rise\. write the lower value first/,
  ],
  [
    'a range of one value',
    'LT-103: {of: T-103.level, range: 0 to 62 cm',
    'LT-103: {of: T-103.level, range: 62 cm',
    '62 cm, noise: 0.1 cm, resolution: 0.01 cm}\n\ncontrols',
    'signals.LT-103.range',
    /not a range\. write two values/,
  ],
  [
    'a start outside the range',
    'SC-102: {drives: P-102.speed, range: 0 to 100 %, rate: 20 %/s, start: 20 %',
    'SC-102: {drives: P-102.speed, range: 0 to 100 %, rate: 20 %/s, start: 120 %',
    '120 %',
    'controls.SC-102.start',
    /outside the range of SC-102\. write a value from 0 % to 100 %/,
  ],
  [
    'a range beyond the actuator',
    'SC-102: {drives: P-102.speed, range: 0 to 100 %',
    'SC-102: {drives: P-102.speed, range: 0 to 110 %',
    '0 to 110 %',
    'controls.SC-102.range',
    /more than P-102 can do\. write a range inside 0 % to 100 %/,
  ],
  [
    'an actuator driven twice',
    'drives: P-102.speed',
    'drives: P-101.speed',
    'SC-102: {',
    'controls.SC-102',
    /P-101.speed is driven by SC-101 as well/,
  ],
  [
    'an unknown signal',
    'LSH-102: {kind: interlock, signal: LT-102',
    'LSH-102: {kind: interlock, signal: LT-192',
    'LT-192',
    'loops.LSH-102.signal',
    /not a known signal\. did you mean LT-102/,
  ],
  [
    'an unknown control',
    'signal: LT-102, control: SC-102, above',
    'signal: LT-102, control: SX-102, above',
    'SX-102',
    'loops.LSH-102.control',
    /not a known control\. did you mean SC-102/,
  ],
  [
    'two loops on one control',
    lc102,
    lc102.replace('SC-102', 'SC-101'),
    'LC-102: {kind',
    'loops.LC-102',
    /SC-101 is driven by LC-101 as well/,
  ],
  [
    'a gain of the wrong dimension',
    lc102,
    lc102.replace('5 %/cm', '5 %'),
    '5 %, integral',
    'loops.LC-102.gain',
    /does not measure fraction per length/,
  ],
  [
    'a set point outside the range',
    lc102,
    lc102.replace('19.89 cm', '70 cm'),
    '70 cm',
    'loops.LC-102.setpoint',
    /outside the range of LT-102\. write a value from 0 cm to 62 cm/,
  ],
  [
    'an interlock without a threshold',
    'control: SC-102, above: 60 cm, value',
    'control: SC-102, value',
    '{kind: interlock, signal: LT-102',
    'loops.LSH-102',
    /no threshold\. write either above or below/,
  ],
  [
    'a goal of no kind',
    'level-2: {track: LC-102, scale',
    'level-2: {scale',
    '{scale',
    'goals.level-2',
    /write exactly one of: track, keep, minimise, maximise/,
  ],
  [
    'a goal of two kinds',
    'level-2: {track: LC-102, scale',
    'level-2: {track: LC-102, keep: LT-102, scale',
    '{track: LC-102, keep',
    'goals.level-2',
    /track and keep exclude each other/,
  ],
  [
    'bounds that leave nothing',
    'level-2: {track: LC-102, scale',
    'level-2: {keep: LT-102, above: 9 cm, below: 8 cm, scale',
    '8 cm',
    'goals.level-2.below',
    /nothing lies above '9 cm' and below '8 cm'/,
  ],
  [
    'a limit on an unknown signal',
    'of: LT-103, below',
    'of: LT-104, below',
    'LT-104',
    'limits.empty-3.of',
    /not a known signal/,
  ],
  [
    'a limit on an unknown quantity',
    'of: LT-103, below',
    'of: T-103.depth, below',
    'T-103.depth',
    'limits.empty-3.of',
    /quantity of a tank/,
  ],
  [
    'a limit nothing measures',
    'empty-3: {of: LT-103, below: 1 cm}',
    'empty-3: {of: P-101.flow, below: 1 l/min}',
    '{of: P-101.flow',
    'limits.empty-3',
    /scale has no default\. add `scale:`/,
  ],
  [
    'an unknown mode',
    'on: T-101, mode: leak',
    'on: T-101, mode: rust',
    'rust',
    'failures[0].mode',
    /failure mode of a tank\. write one of: leak/,
  ],
  [
    'a failure on nothing',
    'on: T-101, mode: leak',
    'on: T-901, mode: leak',
    'T-901',
    'failures[0].on',
    /not a known component or signal/,
  ],
  [
    'two failures of one name',
    '{on: LT-102, mode: drift}',
    '{on: LT-102, mode: drift, name: LT-102 stuck}',
    '{on: LT-102, mode: stuck}\n\n',
    'failures[6]',
    /two failures are called 'LT-102 stuck'\. give one of them a `name:`/,
  ],
  [
    'a failure twice, under two names',
    '{on: LT-102, mode: drift}',
    '{on: LT-102, mode: stuck, name: frozen}',
    '{on: LT-102, mode: stuck}\n\n',
    'failures[6]',
    /'LT-102 stuck' is there already\. widen the severity of one, and remove the other/,
  ],
  [
    'a cause that is no text',
    'on: T-101, mode: leak',
    'cause: [rust], on: T-101, mode: leak',
    '[rust]',
    'failures[0].cause',
    /a list stands here\. write a single value/,
  ],
  [
    'an effect without words',
    'on: T-101, mode: leak',
    'effect: "", on: T-101, mode: leak',
    '""',
    'failures[0].effect',
    /nothing is written here/,
  ],
  [
    'a misspelt column of the worksheet',
    'on: T-101, mode: leak',
    'detektion: by eye, on: T-101, mode: leak',
    'detektion',
    'failures[0].detektion',
    /did you mean detection\?/,
  ],
  [
    'an unknown disturbance target',
    'of: V-120.coefficient',
    'of: V-120.opening',
    'V-120.opening',
    'disturbances.bore.of',
    /parameter of a pipe/,
  ],
  [
    'a disturbance of nothing',
    'of: V-120.coefficient',
    'of: weather',
    'weather',
    'disturbances.bore.of',
    /a parameter of a component, or ambient/,
  ],
  [
    'a scenario with an unknown failure',
    'failure: T-101 leak',
    'failure: T-101 leek',
    'T-101 leek',
    'scenarios[0].faults[0].failure',
    /did you mean T-101 leak/,
  ],
  [
    'two scenarios of one name',
    '  - name: the bad night',
    '  - {name: the bad night, faults: []}\n  - name: the bad night',
    'name: the bad night\n',
    'scenarios[1]',
    /two scenarios are called 'the bad night'\. rename/,
  ],
  [
    'a severity outside its range',
    'severity: 0.4 cm2',
    'severity: 0.9 cm2',
    '0.9 cm2',
    'scenarios[0].faults[0].severity',
    /outside the severity of 'T-101 leak'\. write a value from 0.1 cm2 to 0.5 cm2/,
  ],
  [
    'an onset after the horizon',
    'onset: 10 min',
    'onset: 30 min',
    '{failure: LT-101 bias',
    'scenarios[0].faults[1]',
    /begins after the horizon/,
  ],
  [
    'a scan between steps',
    'scan: 5 s',
    'scan: 5.5 s',
    '5.5 s',
    'scan',
    /not a whole number of steps of 1 s\. write 6 s/,
  ],
  ['a horizon shorter than a scan', 'horizon: 20 min', 'horizon: 2 s', '2 s', 'horizon', /shorter than a scan/],
  ['a tab', '  T-101: {', '\tT-101: {', '\tT-101', '', /a tab stands here\. indent with spaces/],
  [
    'an anchor',
    'level: 25.89 cm',
    'level: &a 25.89 cm',
    '25.89 cm',
    'components.T-103.level',
    /anchors and aliases are not used/,
  ],
  [
    'a tag of YAML',
    'level: 25.89 cm',
    'level: !!str 25.89 cm',
    '25.89 cm',
    'components.T-103.level',
    /the tag .* is not used/,
  ],
  [
    'a key of the language',
    'level: 25.89 cm',
    '__proto__: 1',
    '__proto__',
    'components.T-103.__proto__',
    /not a known key/,
  ],
  [
    'a tag of the language',
    '- F-101 > P-101 > T-101',
    '- constructor > P-101 > T-101',
    'constructor >',
    'connections[0]',
    /not a known component/,
  ],
]

for (const [what, from, to, at, path, said] of cases) {
  test(`${what} is reported where it stands, with a remedy`, () => {
    const text = changed(from, to)
    const before = text.slice(0, text.indexOf(at))
    const expected = `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`
    const problems = problemsOf(text)
    const found = problems.find(
      (problem) => problem.path === path && said.test(`${problem.message}. ${problem.remedy}`),
    )
    assert.ok(
      found,
      `no such problem among:\n${problems.map((each) => `${each.path}: ${each.message}. ${each.remedy}`).join('\n')}`,
    )
    assert.equal(`${found.line}:${found.column}`, expected)
  })
}

test('every problem of a file is reported at once, one to a line', () => {
  const text = changed('level: 25.89 cm', 'level: 25.89 kg').replace('of: LT-103', 'of: LT-104')
  assert.throws(() => readLine(text, 'plant.line.yaml'), {
    name: 'LineFileError',
    message:
      /^plant\.line\.yaml:15:60 {2}components\.T-103\.level: .*\nplant\.line\.yaml:50:17 {2}limits\.empty-3\.of: .*$/,
  })
})

test('what has problems is not reported again where it is named', () => {
  assert.equal(
    problemsOf(changed('LT-102: {of: T-102.level, range: 0 to 62 cm', 'LT-102: {of: T-102.level, range: 0 to 62 kg'))
      .length,
    1,
  )
})

test('several ports that fit must be told apart', () => {
  const text = changed(
    '  D-101: {kind: product}',
    '  D-101: {kind: product}\n  L-1: {kind: thermal-link, area: 1 m2, transfer: 9 W/(m2 K)}',
  ).replace('  - T-102 > V-120', '  - T-101 > L-1\n  - L-1.b > T-102\n  - T-102 > V-120')
  const [problem] = problemsOf(text)
  assert.equal(problem?.path, 'connections[4]')
  assert.match(
    `${problem?.message}. ${problem?.remedy}`,
    /several ports fit between T-101 and L-1\. say which: T-101.heat > L-1.a or T-101.heat > L-1.b/,
  )
})

test('a path is whole where tags are as long as they may be', () => {
  const tag = 'T'.repeat(40)
  const text = changed(
    '  D-101: {kind: product}',
    `  D-101: {kind: product}\n  ${tag}: {kind: thermal-mass, mass: 1 kg, specific heat: 1, area: 1 m2, transfer: 0}`,
  )
  const paths = problemsOf(text).map(({ path }) => path)
  assert.deepEqual(paths, [`components.${tag}.specific heat`, `components.${tag}.transfer`])
})

test('at most fifty problems are reported', () => {
  const many = Array.from({ length: 80 }, (_, i) => `extra-${i}: 1`).join('\n')
  assert.equal(problemsOf(`${threeTank}\n${many}\n`).length, 50)
})

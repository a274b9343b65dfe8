import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { EngineError, type Problem } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

async function problemsOf(call: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await call
  } catch (error) {
    assert.ok(error instanceof EngineError, String(error))
    return error.problems
  }
  throw new Error('nothing was found wrong')
}

const broken = (context: TestContext, from: string, to: string) =>
  problemsOf(engine.check({ line: workplace(context, oneTankText.replace(from, to)).line }))

test('a bundled line is told in the units it was written in', async () => {
  const summary = await engine.check({ line: 'assets/lines/three-tank.line.yaml' })
  assert.equal(summary.name, 'three-tank')
  assert.deepEqual([summary.step, summary.scan, summary.horizon], ['1 s', '5 s', '20 min'])
  assert.deepEqual(
    summary.signals.find(({ tag }) => tag === 'LT-101'),
    { tag: 'LT-101', of: 'T-101.level', range: '0 cm to 62 cm', noise: '0.1 cm' },
  )
  assert.match(summary.loops.find(({ tag }) => tag === 'LC-101')!.text, /31\.89 cm.*gain 5 %\/cm.*120 s/)
  assert.deepEqual(
    summary.limits.map(({ trip }) => trip),
    [true, true, false],
  )
  const leak = summary.failures.find(({ name }) => name === 'T-101 leak')!
  assert.equal(leak.code, 'ELP')
  assert.equal(leak.severity, '0.1 cm2 to 0.5 cm2')
  assert.equal(leak.perYear, 0.1)
  assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary)
})

test('paths may hold spaces and any letters', async (context) => {
  assert.equal((await engine.check({ line: workplace(context).line })).name, 'one-tank')
})

test('a mistake is reported with its place, what is wrong and what would be right', async (context) => {
  const [problem, ...others] = await broken(
    context,
    'signal: LT-1, control: SC-1, setpoint',
    'signal: LT-7, control: SC-1, setpoint',
  )
  assert.deepEqual(others, [])
  assert.match(problem!.message, /LT-7/)
  assert.match(problem!.remedy, /LT-1/)
  const row = oneTankText.split('\n').findIndex((text) => text.includes('LC-1: ')) + 1
  assert.match(problem!.where!, new RegExp(`^Behälter 1\\.line\\.yaml:${row}:\\d+$`))
})

test('all mistakes are reported at once', async (context) => {
  const problems = await broken(context, 'step: 1 s\n', 'stepp: 1 s\n')
  assert.ok(problems.length >= 2, JSON.stringify(problems))
})

test('connections that make no sense together are a mistake of the line', async (context) => {
  const problems = await broken(context, 'P-1 > T-1 > V-1', 'T-1 > V-1')
  for (const { message, remedy, where } of problems) {
    assert.ok(message.length > 10 && remedy.length > 5)
    assert.ok(where?.startsWith('Behälter 1.line.yaml'))
  }
})

test('a line file that is missing, a folder, or far too long is refused', async (context) => {
  const { folder } = workplace(context)
  const long = join(folder, 'long.line.yaml')
  writeFileSync(long, '#'.repeat(2_000_000))
  for (const line of [join(folder, 'missing.yaml'), folder, long]) {
    const [problem] = await problemsOf(engine.check({ line }))
    assert.equal(problem!.where, line)
    assert.ok(problem!.remedy.length > 5)
  }
})

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runCommandLine } from '../../core/cli/command-line.ts'
import { createEngine } from '../../core/engine/engine.ts'

const root = mkdtempSync(join(tmpdir(), 'dreamline-import-'))
after(() => rmSync(root, { recursive: true }))

/** A folder with a line and an export of it, in local time, whose faceplates are named as in a control system. */
function workplace() {
  const folder = mkdtempSync(join(root, 'place-'))
  const line = join(folder, 'three-tank.line.yaml')
  copyFileSync('assets/lines/three-tank.line.yaml', line)
  const head = 'Zeit;T.LT_101.PV;T.LT_102.PV;T.LT_103.PV;T.LC_101.OP;T.LC_102.OP;T.LC_101.SP;T.LC_102.SP;Operator'
  const two = (value: number) => String(value).padStart(2, '0')
  const rows = Array.from({ length: 301 }, (_, t) =>
    [
      `27.11.2026 13:${two(Math.floor(t / 60))}:${two(t % 60)}`,
      `3${t % 10},5`,
      '14,1',
      '23,2',
      '20,0',
      '13,3',
      '31,9',
      '14,2',
      'Ann',
    ].join(';'),
  )
  const log = join(folder, 'export.csv')
  writeFileSync(log, `${[head, ...rows].join('\r\n')}\r\n`)
  const [out, mapping] = [join(folder, 'log.csv'), join(folder, 'three-tank.mapping.yaml')]
  return { folder, line, log, out, mapping, argv: ['import', line, log, '--out', out] as const }
}

/** Runs a command in this process, with somebody who answers, and gives what was written. */
async function run(argv: readonly string[], confirm?: () => Promise<boolean>) {
  const text = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({ write: (more: string) => (text[name] += more) })
  const terminal = { stdout: stream('stdout'), stderr: stream('stderr'), confirm }
  const exitCode = await runCommandLine(argv, createEngine(), terminal, new AbortController().signal)
  return { exitCode, ...text }
}

const zone = ['--time-zone', 'Europe/Berlin'] as const

test('without a terminal the guess is printed and nothing is written; --yes takes and saves it', () => {
  const { argv, folder, out, mapping, line } = workplace()
  const dreamline = (...more: string[]) =>
    spawnSync(process.execPath, ['core/cli/main.ts', ...argv, ...more], { encoding: 'utf8' })
  const before = readdirSync(folder)
  const asked = dreamline(...zone)
  assert.equal(asked.status, 1, asked.stderr)
  assert.match(asked.stdout, /LC-101\.setpoint +set point +T\.LC_101\.SP/)
  assert.deepEqual(readdirSync(folder), before)

  const taken = dreamline(...zone, '--yes', '--json')
  assert.equal(taken.status, 0, taken.stderr)
  const report = JSON.parse(taken.stdout)
  assert.equal(report.scans, 61)
  assert.equal(report.from, '2026-11-27T12:00:00.000Z')
  assert.match(readFileSync(mapping, 'utf8'), /zone: Europe\/Berlin/)
  assert.match(
    readFileSync(out, 'utf8'),
    /^t_s,LT-101,LT-102,LT-103,SC-101,SC-102,LC-101\.setpoint,LC-102\.setpoint\n0,30\.5,14\.1,/,
  )
  const replayed = spawnSync(process.execPath, ['core/cli/main.ts', 'replay', line, '--log', out], { encoding: 'utf8' })
  assert.equal(replayed.status, 0, replayed.stderr)
})

test('a no on the terminal writes nothing; after a yes the mapping stands for the next time', async () => {
  const { argv, folder, out, mapping } = workplace()
  const no = await run([...argv, ...zone], async () => false)
  assert.equal(no.exitCode, 1)
  assert.ok(!existsSync(out) && !existsSync(mapping))
  assert.equal((await run([...argv, ...zone], async () => true)).exitCode, 0)
  const again = [...argv.slice(0, -1), join(folder, 'again.csv')]
  const never = async () => assert.fail('it was asked again')
  assert.equal((await run(again, never)).exitCode, 0)
  assert.equal(readFileSync(join(folder, 'again.csv'), 'utf8'), readFileSync(out, 'utf8'))
})

test('a file that is there is not overwritten, and nothing is asked before that is said', async () => {
  const { argv, out, mapping } = workplace()
  writeFileSync(out, 'mine')
  const { exitCode, stderr } = await run([...argv, ...zone, '--yes'])
  assert.equal(exitCode, 2)
  assert.match(stderr, /There is a file of that name/)
  assert.equal(readFileSync(out, 'utf8'), 'mine')
  assert.ok(!existsSync(mapping))
})

for (const [what, change, more, says] of [
  [
    'a changed tag list',
    (text: string) => text.replace('T.LT_102.PV', 'T.LT_202.PV'),
    [],
    /misses 'T\.LT_102\.PV', and has 'T\.LT_202\.PV'/,
  ],
  [
    'another zone than the mapping has',
    (text: string) => text,
    ['--time-zone', 'UTC'],
    /times are day\.month\.year of Europe\/Berlin/,
  ],
] as const) {
  test(`${what} is refused against a saved mapping`, async () => {
    const { argv, folder, log } = workplace()
    assert.equal((await run([...argv, ...zone, '--yes'])).exitCode, 0)
    writeFileSync(log, change(readFileSync(log, 'utf8')))
    const { exitCode, stderr } = await run([...argv.slice(0, -1), join(folder, 'again.csv'), ...more])
    assert.equal(exitCode, 2)
    assert.match(stderr, says)
    assert.ok(!existsSync(join(folder, 'again.csv')))
  })
}

test('a mapping with a mistake is refused at its place', async () => {
  const { argv, mapping } = workplace()
  writeFileSync(mapping, 'line: three-tank\nfrom: wide\n')
  const { exitCode, stderr } = await run(argv)
  assert.equal(exitCode, 2)
  assert.match(stderr, /three-tank\.mapping\.yaml:/)
})

test('columns whose values fit each other’s ranges are said to look swapped', async () => {
  const { argv, line, log } = workplace()
  const narrow = readFileSync(line, 'utf8').replace(
    '{of: T-103.level, range: 0 to 62 cm',
    '{of: T-103.level, range: 0 to 25 cm',
  )
  writeFileSync(line, narrow)
  assert.doesNotMatch((await run([...argv, ...zone])).stdout, /look swapped/)
  const swapped = readFileSync(log, 'utf8').replace(
    'T.LT_101.PV;T.LT_102.PV;T.LT_103.PV',
    'T.LT_103.PV;T.LT_102.PV;T.LT_101.PV',
  )
  writeFileSync(log, swapped)
  const { stdout, stderr, exitCode } = await run([...argv, ...zone])
  assert.equal(exitCode, 1, stderr)
  assert.match(stdout, /LT-101 and LT-103 look swapped/)
})

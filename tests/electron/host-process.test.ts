import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { oneTankText } from '../dream/one-tank.ts'
import { exchangeToken, openWindow } from './window.ts'

const place = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

function studiesFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-process-'))
  context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** A host in a process group of its own, as a terminal has it. */
function startHost(context: TestContext, folder: string, ...more: string[]): ChildProcess {
  const given = ['--no-open', '--studies', folder, '--settings', join(folder, 'settings.json'), ...more]
  const host = spawn(process.execPath, [place('electron/browser-host/main.ts'), ...given], { detached: true })
  context.after(() => host.kill('SIGKILL'))
  return host
}

async function addressOf(host: ChildProcess): Promise<string> {
  for await (const line of createInterface(host.stdout!)) {
    const [, address] = line.match(/^Dreamline: (http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64})$/) ?? []
    assert.ok(address, `the first line is '${line}'`)
    return address
  }
  throw new Error('the host said nothing')
}

/** Processes that a process has started, and theirs, as Linux tells. */
function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function windowOf(host: ChildProcess) {
  const address = await addressOf(host)
  return openWindow(address, await exchangeToken(address))
}

async function trainingHost(context: TestContext, folder: string, ...more: string[]) {
  const host = startHost(context, folder, ...more)
  const window = await windowOf(host)
  await window.ask('createStudy', { study: 'trained', text: oneTankText })
  window.ask('train', { study: 'trained', budget: 'large' }, 1).catch(() => {})
  while (descendantsOf(host.pid!).length < 2) await window.ask('settings', {})
  return { host, processes: descendantsOf(host.pid!) }
}

const linux = { skip: process.platform !== 'linux' && 'processes are looked up as Linux tells them', timeout: 60_000 }

test('Ctrl+C ends the host, its engine and the trainers, and interrupts what they did', linux, async (context) => {
  const folder = studiesFolder(context)
  const { host, processes } = await trainingHost(context, folder)
  process.kill(-host.pid!, 'SIGINT')
  assert.deepEqual(await once(host, 'exit'), [0, null])
  assert.deepEqual(processes.filter(isRunning), [])

  const next = startHost(context, folder)
  const runs = await (await windowOf(next)).ask('runs', { study: 'trained' })
  assert.deepEqual(
    runs.map(({ kind, status }) => [kind, status]),
    [['train', 'interrupted']],
  )
  next.kill('SIGINT')
  await once(next, 'exit')
})

test('the host ends with its standard input where it is told to', linux, async (context) => {
  const { host, processes } = await trainingHost(context, studiesFolder(context), '--ends-with-stdin')
  host.stdin!.end()
  assert.deepEqual(await once(host, 'exit'), [0, null])
  assert.deepEqual(processes.filter(isRunning), [])
})

test('a host that is killed leaves no process behind', linux, async (context) => {
  const { host, processes } = await trainingHost(context, studiesFolder(context))
  host.kill('SIGKILL')
  await once(host, 'exit')
  while (processes.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 50))
})

test('arguments that are none, and a port that is taken, are refused with what would be right', async (context) => {
  const folder = studiesFolder(context)
  const first = startHost(context, folder)
  const { port } = new URL(await addressOf(first))
  for (const [given, message] of [
    [['--bogus'], /Unknown option '--bogus'.*usage: npm start/s],
    [['--port', '70000'], /'70000' is no port/],
    [['--port', port], /Port \d+ is taken\. Take another with --port/],
  ] as const) {
    const host = startHost(context, folder, ...given)
    let said = ''
    host.stderr!.on('data', (data: Buffer) => (said += data))
    const [code] = await once(host, 'close')
    assert.equal(code, 2)
    assert.match(said, message)
  }
  first.kill()
  await once(first, 'exit')
})

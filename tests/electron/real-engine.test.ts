import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../../core/engine/contract.ts'
import { type Host, serveHost } from '../../electron/browser-host/host.ts'
import { forkEngine } from '../../electron/engine-process/fork.ts'
import type { EngineProcess } from '../../electron/engine-run.ts'
import { type Supervisor, superviseEngine } from '../../electron/supervisor.ts'
import { exchangeToken, openWindow } from './window.ts'

const place = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const text = readFileSync(place('assets/lines/three-tank.line.yaml'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'dreamline-shell-'))

let process_: EngineProcess
let supervisor: Supervisor
let host: Host
let cookie: string

before(async () => {
  supervisor = superviseEngine({
    start: () => {
      process_ = forkEngine(
        place('electron/engine-process/main.ts'),
        join(folder, 'studies'),
        join(folder, 'settings.json'),
        place('assets/lines'),
      )
      return process_
    },
  })
  host = await serveHost(supervisor, place('out/renderer'))
  cookie = await exchangeToken(host.address)
})

after(async () => {
  await host.close()
  await supervisor.stop()
  rmSync(folder, { recursive: true })
})

test('the engine answers a window: its catalogue, a new study, a film with typed arrays', async () => {
  const window = await openWindow(host.address, cookie)
  const { kinds } = await window.ask('catalogue', {})
  assert.ok(kinds.some(({ name }) => name === 'tank'))
  assert.ok((await window.ask('samples', {})).some(({ name }) => name === 'three-tank'))
  const { name, revision } = await window.ask('createStudy', { study: 'film', text })
  assert.equal(name, 'film')
  const saved = await window.ask('saveLine', { study: 'film', text: `${text}\n# checked\n`, revision })
  assert.equal(saved.saved, true)
  assert.equal(await window.ask('saveDiagram', { study: 'film', diagram: { 'T-101': [1, 2] } }), null)
  const film = await window.ask('film', { study: 'film', scenario: { kind: 'chosen', faults: [] } }, 1)
  assert.ok(film.films[0]?.series[0]?.values instanceof Float32Array)
  window.socket.close()
})

test('a study is open in one window; another may take it, and the first is told', async () => {
  const [first, second] = [await openWindow(host.address, cookie), await openWindow(host.address, cookie)]
  await first.ask('createStudy', { study: 'shared', text })
  await assert.rejects(second.ask('openStudy', { study: 'shared' }), (error) => {
    return error instanceof EngineError && error.refused
  })
  await second.ask('openStudy', { study: 'shared', takeOver: true })
  assert.deepEqual(await first.noticed('study taken'), { kind: 'study taken', study: 'shared' })
  second.socket.close()
  // A window that is gone leaves its study to the next.
  const third = await openWindow(host.address, cookie)
  while (true) {
    const state = await third.ask('openStudy', { study: 'shared' }).catch(() => undefined)
    if (state !== undefined) break
  }
  first.socket.close()
  third.socket.close()
})

test('an engine killed in the middle of a dream: the window is told, and dreams again', {
  timeout: 60_000,
}, async () => {
  const window = await openWindow(host.address, cookie)
  await window.ask('createStudy', { study: 'killed', text })
  const dreaming = window.ask('dream', { study: 'killed', scenarios: 2000 }, 1)
  const lost = assert.rejects(dreaming, /stopped and has been started again.*resumes from its last checkpoint/s)
  while (window.progress.length === 0) await window.ask('settings', {})
  process_.kill()
  await lost
  const notice = await window.noticed('engine restarted')
  assert.ok(notice.kind === 'engine restarted' && notice.reason.length > 0)
  const { text: kept, interrupted } = await window.ask('openStudy', { study: 'killed' })
  assert.equal(kept, text)
  assert.deepEqual(
    interrupted.map(({ kind }) => kind),
    ['dream'],
  )
  const report = await window.ask('dream', { study: 'killed', scenarios: 32 }, 2)
  assert.ok(report.scenarios.length > 0)
  window.socket.close()
})

test('names that lead out of the folder of studies are refused', async () => {
  const window = await openWindow(host.address, cookie)
  for (const study of ['../outside', '..', '/etc', 'a/b', 'a\\b', 'CON', '']) {
    await assert.rejects(window.ask('openStudy', { study }), EngineError, study)
  }
  await window.ask('createStudy', { study: 'paths', text })
  for (const file of ['../../settings.json', '/etc/passwd', '..\\..\\settings.json']) {
    await assert.rejects(window.ask('exportFile', { study: 'paths', run: 1, file }), EngineError, file)
  }
  window.socket.close()
})

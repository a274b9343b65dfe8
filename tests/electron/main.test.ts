import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createBirpc } from 'birpc'
import type { Notice } from '../../core/engine/window/contract.ts'
import { type EngineSide, valueIn, type WindowSide } from '../../core/engine/window/wire.ts'
import { startMain } from '../../electron/main/start-main.ts'
import { readWindowState } from '../../electron/main/window-state.ts'
import { askForPort, createElectronDouble, invoke, standIn } from './electron-double.ts'

async function startedMain(context: TestContext, { keyStore = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-main-'))
  mkdirSync(join(folder, 'window'))
  writeFileSync(join(folder, 'window', 'index.html'), '<title>Dreamline</title>')
  writeFileSync(join(folder, 'secret.json'), '{}')
  const { electron, record } = createElectronDouble(standIn, folder, { keyStore })
  context.after(async () => {
    const quit = once(record.app, 'quit')
    electron.app.quit()
    await quit
    rmSync(folder, { recursive: true })
  })
  const parts = {
    window: join(folder, 'window'),
    samples: 'samples',
    preload: 'preload.cjs',
    engine: 'e',
    trainer: 't',
  }
  await startMain(electron, parts)
  return { electron, record, folder }
}

function windowOn(port: NonNullable<ReturnType<typeof askForPort>>) {
  const notices = new EventEmitter()
  const windowSide: WindowSide = {
    progress() {},
    training() {},
    reasoning() {},
    notice: (notice) => void notices.emit(notice.kind, notice),
  }
  const engine = createBirpc<EngineSide, WindowSide>(windowSide, {
    post: port.postMessage,
    on: (listener) => port.on('message', ({ data }) => listener(data)),
    timeout: -1,
  })
  return {
    read: async (text: string) => valueIn(await engine.ask('readLine', { text })),
    noticed: async (kind: Notice['kind']) => (await once(notices, kind))[0] as Notice,
  }
}

test('the page is isolated, sandboxed and has nothing of Node', async (context) => {
  const { record } = await startedMain(context)
  const [window] = record.windows
  assert.equal(record.windows.length, 1)
  assert.equal(window?.loaded, 'app://dreamline/')
  assert.deepEqual(window?.options.webPreferences, {
    preload: 'preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  })
  assert.ok(record.calls.includes('enableSandbox'))
  assert.ok(record.calls.includes('menu null'))
})

test('the window comes by a protocol of its own, declared before Electron is ready, and from its folder only', async (context) => {
  const { record } = await startedMain(context)
  assert.ok(record.calls.indexOf('registerSchemesAsPrivileged') < record.calls.indexOf('whenReady'))
  assert.deepEqual(record.privileges, [
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  const load = async (url: string, method = 'GET') => await record.handlers.protocol!(new Request(url, { method }))
  const page = await load('app://dreamline/')
  assert.equal(page.status, 200)
  assert.equal(await page.text(), '<title>Dreamline</title>')
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self';/)
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff')
  for (const url of [
    'app://dreamline/../secret.json',
    'app://dreamline/%2e%2e/secret.json',
    'app://dreamline/..%2fsecret.json',
    'app://dreamline/..%5csecret.json',
    'app://elsewhere/',
    'app://dreamline.evil.example/',
  ]) {
    assert.equal((await load(url)).status, 404, url)
  }
  assert.equal((await load('app://dreamline/', 'POST')).status, 404)
})

test('no page goes elsewhere, opens another or holds one inside', async (context) => {
  const { record } = await startedMain(context)
  let onOpen: (() => { action: string }) | undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof onOpen) => (onOpen = handler),
  })
  record.app.emit('web-contents-created', {}, contents)
  for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
    let prevented = false
    contents.emit(event, { preventDefault: () => (prevented = true) })
    assert.ok(prevented, event)
  }
  assert.deepEqual(onOpen?.(), { action: 'deny' })
})

test('pages get no permission, and no request of theirs leaves the machine', async (context) => {
  const { handlers } = (await startedMain(context)).record
  for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'fileSystem']) {
    handlers.permission?.(null, permission, (granted) => assert.equal(granted, false, permission))
  }
  assert.equal(handlers.permissionCheck?.(), false)
  assert.equal(handlers.device?.(), false)
  const isCancelled = (url: string) => {
    let cancelled: boolean | undefined
    handlers.request?.({ url }, ({ cancel }) => (cancelled = cancel))
    return cancelled
  }
  for (const url of [
    'https://example.com/',
    'http://127.0.0.1/',
    'ws://dreamline/',
    'file:///etc/passwd',
    'app://x/',
  ]) {
    assert.equal(isCancelled(url), true, url)
  }
  for (const url of ['app://dreamline/assets/a.js', 'data:image/png;base64,', 'blob:app://dreamline/1']) {
    assert.equal(isCancelled(url), false, url)
  }
})

test("the window's page is handed a port to the engine; no other page, and no frame inside one, is", async (context) => {
  const { record } = await startedMain(context)
  for (const url of ['https://example.com/', 'app://elsewhere/', 'file:///app://dreamline/', '', 'about:blank']) {
    assert.equal(askForPort(record, url), undefined, url)
  }
  assert.equal(askForPort(record, 'app://dreamline/', {}), undefined)
  const port = askForPort(record, 'app://dreamline/')
  assert.ok(port)
  const { read } = windowOn(port)
  port.postMessage({ t: 'q', i: '1', m: 'constructor', a: [] })
  port.postMessage('garbage')
  assert.deepEqual(await read('line'), { problems: [] })
  assert.deepEqual(record.forks[0]?.slice(0, 1), ['e'])
  assert.equal(record.forks[0]?.at(-1), 'samples')
})

test('when the engine ends, the window is told and goes on with the next', async (context) => {
  const { record } = await startedMain(context)
  const { read, noticed } = windowOn(askForPort(record, 'app://dreamline/')!)
  await read('line')
  const notice = noticed('engine restarted')
  await assert.rejects(read('end'), /stopped and has been started again/)
  assert.deepEqual(await notice, { kind: 'engine restarted', reason: 'ended with exit code 3' })
  assert.deepEqual(await read('line'), { problems: [] })
})

const ownPage = 'app://dreamline/'
const secret = 'sk-very-secret'

test('the key is sealed by the key store, told to the engine, kept from the page, and told to the next engine', async (context) => {
  const logged: unknown[] = []
  for (const name of ['log', 'error', 'warn'] as const)
    context.mock.method(console, name, (...text: unknown[]) => void logged.push(...text))
  const { record, folder } = await startedMain(context)
  const file = join(folder, 'reasoner-key')
  const { read, noticed } = windowOn(askForPort(record, ownPage)!)
  assert.equal(invoke(record, 'dreamline:key-state', ownPage), 'not stored')
  assert.deepEqual(await read('show the key'), { problems: [], key: '' })
  assert.equal(invoke(record, 'dreamline:keep-key', ownPage, ` ${secret}\n`), 'stored')
  assert.equal(invoke(record, 'dreamline:key-state', ownPage), 'stored')
  assert.deepEqual(await read('show the key'), { problems: [], key: secret })
  assert.ok(!readFileSync(file, 'utf8').includes(secret))
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600)

  const notice = noticed('engine restarted')
  await assert.rejects(read('end'))
  await notice
  assert.deepEqual(await read('show the key'), { problems: [], key: secret })
  assert.ok(!JSON.stringify([record.forks, logged]).includes(secret))

  assert.equal(invoke(record, 'dreamline:keep-key', ownPage, ''), 'not stored')
  assert.ok(!existsSync(file))
  assert.deepEqual(await read('show the key'), { problems: [], key: '' })
})

test('no other page may give a key or ask for it, and what is no key is not kept', async (context) => {
  const { record, folder } = await startedMain(context)
  for (const [url, parent] of [
    ['https://example.com/', null],
    ['app://elsewhere/', null],
    [ownPage, {}],
  ] as const) {
    assert.equal(invoke(record, 'dreamline:keep-key', url, secret, parent), undefined)
    assert.equal(invoke(record, 'dreamline:key-state', url, undefined, parent), undefined)
  }
  for (const given of [undefined, 5, { toString: () => secret }, 'x'.repeat(2000)])
    assert.equal(invoke(record, 'dreamline:keep-key', ownPage, given), undefined)
  assert.ok(!existsSync(join(folder, 'reasoner-key')))
})

test('without a key store nothing is stored, and a file that cannot be unsealed is as good as none', async (context) => {
  const without = await startedMain(context, { keyStore: false })
  assert.equal(invoke(without.record, 'dreamline:keep-key', ownPage, secret), 'no key store')
  assert.ok(!existsSync(join(without.folder, 'reasoner-key')))
  const { record, folder } = await startedMain(context)
  writeFileSync(join(folder, 'reasoner-key'), 'of another user')
  assert.equal(invoke(record, 'dreamline:key-state', ownPage), 'not stored')
})

test('a second start shows the window of the first and opens none', async (context) => {
  const { record } = await startedMain(context)
  record.app.emit('second-instance')
  assert.ok(record.windows[0]?.focused)
  const second = createElectronDouble(standIn, tmpdir(), { first: false })
  const parts = { window: '', samples: '', preload: '', engine: '', trainer: '' }
  await startMain(second.electron, parts)
  assert.deepEqual(second.record.windows, [])
  assert.ok(second.record.calls.includes('quit'))
})

test('the application ends only when the engine has', async (context) => {
  const { electron, record } = await startedMain(context)
  await windowOn(askForPort(record, 'app://dreamline/')!).read('line')
  const quit = once(record.app, 'quit')
  electron.app.emit('window-all-closed')
  assert.equal(record.calls.at(-1), 'quit prevented')
  await quit
  assert.equal(record.calls.at(-1), 'quit')
})

test('the window opens where it was closed, and in sight', async (context) => {
  const { electron, record, folder } = await startedMain(context)
  const file = join(folder, 'window.json')
  record.windows[0]?.emit('close')
  assert.deepEqual(readWindowState(file, electron.screen), { x: 10, y: 20, width: 1100, height: 700, maximized: false })
  for (const state of ['{"x":5000,"y":0,"width":800,"height":600}', '{"x":0,"y":0,"width":"800","height":600}', '{']) {
    writeFileSync(file, state)
    assert.deepEqual(readWindowState(file, electron.screen), { width: 1440, height: 900, maximized: false }, state)
  }
})

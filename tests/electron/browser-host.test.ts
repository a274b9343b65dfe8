import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../../core/engine/contract.ts'
import { toBytes } from '../../core/engine/window/wire.ts'
import { type Host, serveHost } from '../../electron/browser-host/host.ts'
import { forkEngine } from '../../electron/engine-process/fork.ts'
import { superviseEngine } from '../../electron/supervisor.ts'
import { exchangeToken, openSocket, openWindow } from './window.ts'

const folder = mkdtempSync(join(tmpdir(), 'dreamline-host-'))
const supervisor = superviseEngine({
  start: () => forkEngine(fileURLToPath(new URL('./stand-in-engine.ts', import.meta.url))),
})
let host: Host
let cookie: string

before(async () => {
  mkdirSync(join(folder, 'window', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'window', 'index.html'), '<!doctype html><title>Dreamline</title>')
  writeFileSync(join(folder, 'window', 'assets', 'index-1.js'), 'export {}')
  writeFileSync(join(folder, 'secret.json'), '{}')
  host = await serveHost(supervisor, join(folder, 'window'))
  cookie = await exchangeToken(host.address)
})

after(async () => {
  await host.close()
  await supervisor.stop()
  rmSync(folder, { recursive: true })
})

/** A request as it is written: `fetch` would tidy its path and set its own Host. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = new URL(host.address)
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, async (response) => {
      const text = (await response.toArray()).join('')
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
      .on('error', reject)
      .end()
  })
}

test('the token opens the window once; afterwards its cookie does, for every reload', async () => {
  const fresh = await serveHost(supervisor, join(folder, 'window'))
  const first = await fetch(fresh.address, { redirect: 'manual' })
  assert.equal(first.status, 303)
  assert.equal(first.headers.get('location'), '/')
  assert.match(
    first.headers.get('set-cookie') ?? '',
    /^dreamline-\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  const again = await fetch(fresh.address, { redirect: 'manual' })
  assert.equal(again.status, 403)
  assert.match(await again.text(), /^Open the address that Dreamline printed; it works once/)
  const [shown = ''] = (first.headers.get('set-cookie') ?? '').split(';')
  for (const address of [new URL('/', fresh.address), fresh.address]) {
    const reload = await fetch(address, { headers: { Cookie: shown } })
    assert.equal(reload.status, 200)
    assert.match(await reload.text(), /<title>Dreamline/)
  }
  await fresh.close()
})

test('nothing is served without token or cookie', async () => {
  for (const path of ['/', '/?token=', '/?token=0', '/assets/index-1.js', '/engine', '/nothing']) {
    for (const headers of [{}, { Cookie: 'dreamline=1' }, { Cookie: cookie.slice(0, -1) }]) {
      const { status, text } = await get(path, headers)
      assert.equal(status, 403, path)
      assert.equal(text.trimEnd().split('\n').length, 1)
    }
  }
})

test('the window comes with a policy that lets it load nothing from elsewhere', async () => {
  const { status, headers } = await get('/', { Cookie: cookie })
  assert.equal(status, 200)
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /^default-src 'none'; script-src 'self';/)
  assert.match(policy, /connect-src 'self';.*frame-ancestors 'none'$/)
  assert.doesNotMatch(policy, /script-src[^;]*unsafe/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  assert.equal((await get('/assets/index-1.js', { Cookie: cookie })).text, 'export {}')
})

test('another name for this machine is refused, whatever the cookie', async () => {
  const { port } = new URL(host.address)
  for (const Host of [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1', `127.0.0.1:1`]) {
    assert.equal((await get('/', { Cookie: cookie, Host })).status, 403, Host)
  }
  assert.equal((await get('/', { Cookie: cookie, Host: `localhost:${port}` })).status, 200)
})

test('a path outside the window is refused, however it is written', async () => {
  const paths = [
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..%5csecret.json',
    '/..\\secret.json',
    '/%252e%252e/secret.json',
    '//secret.json',
    `/${encodeURIComponent(join(folder, 'secret.json'))}`,
    '/C:/secret.json',
    '/index.html%00.js',
    '/%',
    '/assets',
    '/.git/config.json',
  ]
  for (const path of paths) {
    const { status, text } = await get(path, { Cookie: cookie })
    assert.equal(status, 404, path)
    assert.equal(text, 'There is nothing here.\n')
  }
  assert.equal((await get('/', { Cookie: cookie }, 'POST')).status, 404)
})

test('a window connects only with the cookie, from the page of this host, by its own name', async () => {
  const origin = new URL(host.address).origin
  const refused: Record<string, string>[] = [
    { Origin: origin },
    { Origin: origin, Cookie: 'dreamline=1' },
    { Origin: 'https://evil.example', Cookie: cookie },
    { Origin: 'null', Cookie: cookie },
    { Origin: `${origin}.evil.example`, Cookie: cookie },
    { Origin: origin.replace('127.0.0.1', 'localhost'), Cookie: cookie },
    { Origin: 'http://evil.example', Host: 'evil.example', Cookie: cookie },
  ]
  for (const headers of refused) {
    await assert.rejects(openSocket(host.address, headers), /403/, JSON.stringify(headers))
  }
  const socket = await openSocket(host.address, { Cookie: cookie })
  socket.terminate()
})

test('a window asks, hears how a job goes on, cancels it, and gets typed arrays as such', async () => {
  const window = await openWindow(host.address, cookie)
  const [curve] = await window.ask('curves', { study: 'a', run: 1 })
  assert.deepEqual(curve?.values, Float64Array.of(0.5, 0.25))
  const dreaming = window.ask('dream', { study: 'a' }, 7)
  const cancelled = assert.rejects(dreaming, { name: 'AbortError' })
  while (window.progress.length === 0) await window.ask('readLine', { text: '' })
  assert.deepEqual(window.progress[0], { task: 'Dreaming', done: 1, total: 2, unit: 'dreams' })
  await window.cancel(7)
  await cancelled
  await window.ask('saveDiagram', { study: 'mine', diagram: {} })
  assert.deepEqual(await window.noticed('study taken'), { kind: 'study taken', study: 'mine' })
  window.socket.close()
})

test('what a language model reasons reaches the window that asked, piece by piece', async () => {
  const window = await openWindow(host.address, cookie)
  const report = await window.ask('reason', { study: 'tank', sentence: 'The weld opens.' }, 7)
  assert.equal(report.reasoning, 'The weld opens.')
  assert.deepEqual(window.reasoned, ['The weld ', 'opens.'])
  const withKey = { study: 'tank', reasonerKey: 'x' } as never
  await assert.rejects(window.ask('reason', withKey, 8), /does not fit/)
  window.socket.close()
})

test('notices go to the window they are for', async () => {
  const [one, other] = [await openWindow(host.address, cookie), await openWindow(host.address, cookie)]
  await one.ask('saveDiagram', { study: 'mine', diagram: {} })
  await one.noticed('study taken')
  await other.ask('readLine', { text: '' })
  assert.deepEqual(other.notices, [])
  one.socket.close()
  other.socket.close()
})

test('messages that are no calls change nothing: the window goes on', async () => {
  const window = await openWindow(host.address, cookie)
  const garbage: unknown[] = [
    null,
    7,
    'ask',
    [],
    {},
    { t: 'q' },
    { t: 's', i: '1', r: 1 },
    { t: 'q', i: '1', m: 'ask', a: 'readLine' },
    { t: 'q', i: '1', m: 'ask', a: [] },
    { t: 'q', i: '1', m: 'ask', a: ['readLine', { text: '' }, 'one'] },
    { t: 'q', i: 1, m: 'ask', a: ['readLine', { text: '' }] },
    { t: 'q', i: '1', m: 'constructor', a: [] },
    { t: 'q', i: '1', m: 'cancel', a: [{}] },
  ]
  for (const message of garbage) window.socket.send(toBytes(message))
  window.socket.send('{"t":"q","i":"1","m":"ask","a":["readLine",{"text":"end"}]}')
  for (const bytes of [[], [0xc1], [0xff, 0xff], [0xdf, 0xff, 0xff, 0xff, 0xff], [0xd6, 0, 1, 2, 3, 4]]) {
    window.socket.send(Uint8Array.from(bytes))
  }
  assert.deepEqual(await window.ask('readLine', { text: '' }), { problems: [] })
  assert.equal(window.socket.readyState, window.socket.OPEN)
  window.socket.close()
})

test('a call that the engine does not know, or that does not fit, is answered with a problem', async () => {
  const window = await openWindow(host.address, cookie)
  const ask = window.ask as (method: string, request: unknown) => Promise<unknown>
  const calls: [string, unknown, RegExp][] = [
    ['close', {}, /There is no such call/],
    ['__proto__', {}, /There is no such call/],
    ['readLine', undefined, /readLine.*does not fit/],
    ['readLine', { text: 1 }, /\(text: /],
    ['readLine', { text: '', path: '/etc/passwd' }, /path/],
    ['openStudy', { study: 'x'.repeat(301) }, /\(study: /],
    ['curves', { study: 'a', run: Number.NaN }, /\(run: /],
    ['saveDiagram', { study: 'a', diagram: { A: [1, Number.POSITIVE_INFINITY] } }, /diagram\.A\.1/],
    ['readLine', { text: 'fail' }, /error of its own.*this is no function at /s],
  ]
  for (const [method, request, message] of calls) {
    await assert.rejects(
      ask(method, request),
      (error) => error instanceof EngineError && message.test(error.message),
      method,
    )
  }
  await assert.rejects(ask('readLine', { text: 'refuse' }), (error) => {
    assert.ok(error instanceof EngineError)
    assert.equal(error.refused, true)
    assert.deepEqual(error.problems, [{ message: 'No.', remedy: 'Ask for less.', where: 'here' }])
    return true
  })
  assert.deepEqual(await window.ask('readLine', { text: '' }), { problems: [] })
  window.socket.close()
})

test('a message without end closes the connection, and the next window works', async () => {
  const window = await openWindow(host.address, cookie)
  window.socket.send(new Uint8Array(64 * 1024 * 1024 + 1))
  const [code] = await once(window.socket, 'close')
  assert.equal(code, 1009)
  const next = await openWindow(host.address, cookie)
  assert.deepEqual(await next.ask('readLine', { text: '' }), { problems: [] })
  next.socket.close()
})

test('when the engine dies every window hears of it, and the next call works', async () => {
  const windows = [await openWindow(host.address, cookie), await openWindow(host.address, cookie)]
  await windows[1]?.ask('readLine', { text: '' })
  await assert.rejects(windows[0]!.ask('readLine', { text: 'end' }), /stopped and has been started again/)
  for (const window of windows) {
    assert.deepEqual(await window.noticed('engine restarted'), {
      kind: 'engine restarted',
      reason: 'ended with exit code 3',
    })
    assert.deepEqual(await window.ask('readLine', { text: '' }), { problems: [] })
    window.socket.close()
  }
})

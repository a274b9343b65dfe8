import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { valueIn } from '../../core/engine/window/wire.ts'
import { bundle } from '../../electron/bundle.ts'
import { forkEngine } from '../../electron/engine-process/fork.ts'
import { isFresh } from '../../electron/fresh.ts'
import { superviseEngine } from '../../electron/supervisor.ts'

const place = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const builder = parse(readFileSync(place('electron-builder.yml'), 'utf8'))

test('a release cannot be run as plain Node, nor be debugged, nor have its code replaced', () => {
  assert.deepEqual(builder.electronFuses, {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  })
  assert.equal(builder.asar, true)
})

test('a release is packed for Windows and Linux without rebuilding, publishing, or anything but what is bundled', () => {
  assert.equal(builder.win.target, 'nsis')
  assert.deepEqual(builder.linux.target, ['AppImage', 'deb'])
  assert.equal(builder.npmRebuild, false)
  assert.equal(builder.publish, null)
  const included = builder.files.filter((pattern: string) => !pattern.startsWith('!'))
  assert.deepEqual(included, ['out/electron/**', 'out/renderer/**', 'assets/lines/**', 'LICENSE'])
  for (const native of ['better-sqlite3', 'onnxruntime-node', 'sqlite-vec-*']) {
    assert.ok(builder.asarUnpack.includes(`node_modules/${native}/**`), native)
  }
})

test('the bundles: a preload that needs Electron alone, and an engine that runs', {
  timeout: 60_000,
}, async (context) => {
  // Beside the real bundles: what stays in `node_modules` must be found from there.
  mkdirSync(place('out'), { recursive: true })
  const folder = mkdtempSync(place('out/electron-test-'))
  context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  await bundle(folder)
  const preload = readFileSync(join(folder, 'preload.cjs'), 'utf8')
  assert.deepEqual(
    [...preload.matchAll(/require\("([^"]*)"\)/g)].map(([, name]) => name),
    ['electron'],
  )
  assert.match(readFileSync(join(folder, 'main.js'), 'utf8'), /from "electron"/)
  readFileSync(join(folder, 'trainer.js'))
  const supervisor = superviseEngine({
    start: () => forkEngine(join(folder, 'engine.js'), folder, join(folder, 'settings.json'), place('assets/lines')),
  })
  const window = supervisor.connect({ progress() {}, training() {}, reasoning() {}, notice() {} })
  const samples = valueIn(await window.ask('samples', {})) as readonly unknown[]
  const { versions } = valueIn(await window.ask('devices', {})) as { versions: Record<string, string> }
  await supervisor.stop()
  assert.ok(samples.length >= 6)
  assert.equal(versions.dreamline, JSON.parse(readFileSync(place('package.json'), 'utf8')).version)
})

test('Electron is taken where its binary lies; otherwise it is said what is missing', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-electron-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const script = `import {findElectron} from ${JSON.stringify(pathToFileURL(place('electron/binary.ts')).href)}
    console.log(JSON.stringify(findElectron()))`
  const find = async () => {
    const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder }
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
    return JSON.parse(stdout)
  }
  const { missing } = await find()
  assert.match(missing, /^its binary is not at /)
  const program = missing.replace('its binary is not at ', '')
  writeFileSync(program, '')
  assert.deepEqual(await find(), { program })
})

test('what is built is built again when a source is younger, or where it is missing', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-fresh-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const [built, sources] = [join(folder, 'built.html'), join(folder, 'sources')]
  mkdirSync(join(sources, 'inner'), { recursive: true })
  const source = join(sources, 'inner', 'a.ts')
  writeFileSync(source, '')
  assert.equal(isFresh(built, [sources]), false)
  writeFileSync(built, '')
  const now = Date.now() / 1000
  utimesSync(built, now + 10, now + 10)
  assert.equal(isFresh(built, [sources]), true)
  utimesSync(source, now + 20, now + 20)
  assert.equal(isFresh(built, [sources]), false)
})

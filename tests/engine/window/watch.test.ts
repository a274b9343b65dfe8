import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { watchFolder } from '../../../core/engine/window/watch.ts'

function watched(context: TestContext, folder: string) {
  const seen: { looks: number } = { looks: 0 }
  const stop = watchFolder(
    folder,
    (name) => name === 'line',
    () => {
      seen.looks++
    },
  )
  context.after(stop)
  return { seen, stop }
}

test('many writes to a file are one look, other files are none, and none comes after the end', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-watch-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const { seen, stop } = watched(context, folder)
  writeFileSync(join(folder, 'database'), 'x')
  await delay(300)
  assert.ok(seen.looks < 1)
  for (const text of ['a', 'b', 'c']) writeFileSync(join(folder, 'line'), text)
  await delay(500)
  // On a machine that is slow today a regular look may have come as well.
  assert.ok(seen.looks === 1 || seen.looks === 2, `${seen.looks}`)
  const { looks } = seen
  writeFileSync(join(folder, 'line'), 'd')
  stop()
  await delay(500)
  assert.equal(seen.looks, looks)
})

test('where a folder cannot be watched, it is looked at every so often', async (context) => {
  const { seen } = watched(context, join(tmpdir(), 'dreamline-watch-nowhere'))
  await delay(2500)
  assert.ok(seen.looks > 0)
})

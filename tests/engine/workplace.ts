import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { oneTankText } from '../dream/one-tank.ts'

/** A folder whose name holds spaces and letters beyond ASCII, with a small line in it, removed after the test. */
export function workplace(context: TestContext, text = oneTankText) {
  const root = mkdtempSync(join(tmpdir(), 'dreamline-engine-'))
  context.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const folder = join(root, 'Füllerei 一号 line')
  mkdirSync(folder)
  const line = join(folder, 'Behälter 1.line.yaml')
  writeFileSync(line, text)
  return { folder, line, study: join(folder, 'study') }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A folder of the test's own, removed after it. */
export function folder(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'dreamline-study-'))
  context.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { EngineError, type Problem } from '../../../core/engine/contract.ts'
import type { Notice } from '../../../core/engine/window/contract.ts'
import { createWindowEngine } from '../../../core/engine/window/window-engine.ts'

/** A folder for studies of the test's own, an engine for it, and windows that keep what they are told. */
export function office(context: TestContext) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'dreamline-window-')))
  context.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const studies = join(root, 'Prüfstände')
  const settings = join(root, 'settings.json')
  const engine = createWindowEngine({ studies, settings })
  const openWindow = () => {
    const notices: Notice[] = []
    const window = engine.forWindow((notice) => notices.push(notice))
    context.after(() => window.close())
    return Object.assign(window, { notices })
  }
  return { root, studies, settings, openWindow }
}

/** What a call that must fail says, and whether it was refused. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<Problem & { readonly refused: boolean; readonly message: string }> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { ...(error.problems[0] as Problem), refused: error.refused }
  }
  throw new Error('the call succeeded')
}

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Leanings, tinyGguf } from './tiny-gguf.ts'

/** Why tests of llama.cpp are skipped, or false where it is installed. */
export const withoutLlama = existsSync('optional/reasoner/node_modules')
  ? false
  : 'npm run reasoner:install was not run'

/** Says as little as it is allowed to: it closes what is open, and proposes one of each. */
export const terse: Leanings = { '"': 4, '{': 3.5, ']': 3, '}': 3, ',': 2.5 }

/** A file with what is given, in a folder whose name has letters beyond ASCII, removed after the test. */
export function modelFile(context: TestContext, content: string | Uint8Array): string {
  const root = mkdtempSync(join(tmpdir(), 'dreamline-model-'))
  context.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const folder = join(root, 'Modèle 模型')
  mkdirSync(folder)
  const file = join(folder, 'tiny.gguf')
  writeFileSync(file, content)
  return file
}

/** A model of nonsense that writes what it leans to. */
export const tinyModel = (context: TestContext, settings: Parameters<typeof tinyGguf>[0] = {}): string =>
  modelFile(context, tinyGguf(settings))

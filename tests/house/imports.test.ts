import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

/** What each folder may import besides itself. Arrows point down only. */
const allowed: Record<string, readonly string[]> = {
  'core/graph': [],
  'core/line': ['core/graph'],
  'core/scenario': ['core/graph', 'core/line'],
  'core/dream': ['core/graph', 'core/line', 'core/scenario'],
  'core/replay': ['core/graph', 'core/line', 'core/scenario', 'core/dream'],
  'core/curriculum': ['core/graph', 'core/line', 'core/scenario', 'core/dream', 'core/replay'],
  'core/train': ['core/graph', 'core/line', 'core/scenario', 'core/dream', 'core/replay', 'core/curriculum'],
  'core/judge': ['core/graph', 'core/line', 'core/scenario', 'core/dream', 'core/train'],
  'core/plant': ['core/graph', 'core/line', 'core/scenario', 'core/dream', 'core/train'],
  'core/export': ['core/graph', 'core/line', 'core/scenario', 'core/dream', 'core/train', 'core/judge'],
  'core/study': [],
  'core/engine': [
    'core/graph',
    'core/line',
    'core/scenario',
    'core/dream',
    'core/replay',
    'core/curriculum',
    'core/train',
    'core/judge',
    'core/plant',
    'core/export',
    'core/study',
  ],
  'core/cli': ['core/engine'],
  electron: ['core/engine'],
  renderer: [
    'core/engine/contract',
    'core/engine/contract.ts',
    'core/engine/window/contract.ts',
    'core/engine/window/wire.ts',
  ],
}

const shellOnly = /^(electron|react|react-dom|three)(\/|$)/

const folderOf = (file: string) => Object.keys(allowed).find((folder) => file.startsWith(`${folder}/`))

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] as string)
}

/** The sentence that says how `file` breaks the house's rule by importing `specifier`, or undefined. */
function breach(file: string, specifier: string): string | undefined {
  const home = folderOf(file)
  if (home === undefined) return `${file} lies in no folder of the house`
  if (!specifier.startsWith('.')) {
    return home.startsWith('core/') && shellOnly.test(specifier) ? `${file} imports ${specifier}` : undefined
  }
  const target = normalize(join(dirname(file), specifier))
  const fits = [home, ...(allowed[home] as string[])].some((root) => target === root || target.startsWith(`${root}/`))
  return fits || target.endsWith('package.json') ? undefined : `${file} may not import ${target}`
}

test('imports point down the house only', () => {
  const files = globSync('{core,electron,renderer}/**/*.{ts,tsx}')
  assert.ok(files.length > 0)
  const breaches = files.flatMap((file) => importsOf(file).map((specifier) => breach(file, specifier)))
  assert.deepEqual(
    breaches.filter((sentence) => sentence !== undefined),
    [],
  )
})

test('an import that points up is caught', () => {
  assert.match(breach('core/graph/tensor.ts', '../line/line.ts') ?? '', /may not import core\/line/)
  assert.match(breach('core/line/line.ts', 'react') ?? '', /imports react/)
  assert.match(breach('renderer/app.ts', '../core/train/ppo.ts') ?? '', /may not import/)
  assert.equal(breach('renderer/app.ts', '../core/engine/contract.ts'), undefined)
})

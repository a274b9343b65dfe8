import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const longest = 60

/** Every top folder of the house, and those in core/ that hold code. */
const folders = new Set([...['core', 'electron', 'renderer'], ...globSync('core/*/*.ts').map((file) => dirname(file))])

for (const folder of folders) {
  test(`${folder} says in a short README what it holds and what it may import`, () => {
    const file = join(folder, 'README.md')
    assert.ok(existsSync(file), `${file} is missing`)
    const text = readFileSync(file, 'utf8').trim()
    assert.ok(text.split('\n').length <= longest, `${file} has more than ${longest} lines`)
    const [, first] = text.split(/\n\s*\n/)
    assert.match(text, /^# /)
    assert.match(first ?? '', /imports?\b/i, `the first paragraph of ${file} says nothing of imports`)
  })
}

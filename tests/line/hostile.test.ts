import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LineFileError } from '../../core/line/file/problem.ts'
import { readLine } from '../../core/line/read.ts'
import { threeTank } from './three-tank.ts'

/** What reading `text` says, '' for nothing; fails on anything but a line or a LineFileError. */
function said(text: string): string {
  try {
    readLine(text, 'x')
  } catch (error) {
    assert.ok(error instanceof LineFileError, String(error))
    assert.ok(error.problems.length >= 1 && error.problems.length <= 50)
    assert.ok(error.message.length < 50_000)
    return error.message
  }
  return ''
}

const head = 'line: a\ntitle: b\nstep: 1 s\nscan: 1 s\nhorizon: 1 s\ncomponents:\n'
const tanks = Array.from({ length: 4000 }, (_, i) => `  T-${i}: {kind: tank, area: 1 m2, height: 1 m}\n`).join('')
const dangling = Array.from({ length: 9000 }, (_, i) => `  - T-1 > Q-${i}\n`).join('')

const hostile: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['an empty file', '', /the file is empty/],
  ['a file of comments', '# nothing\n', /nothing is written here/],
  ['ten megabytes of nonsense', '%]{&*!'.repeat(1_700_000), /at most 1 MB/],
  ['a NUL byte', 'line: a\u0000b', /x:1:8 .*control character/],
  ['deep brackets', '[\n'.repeat(400_000), /nested too deeply/],
  ['deep dashes', '- '.repeat(900), /nested too deeply/],
  ['a line without end', `line: ${'a'.repeat(900_000)}`, /more than 2000 characters/],
  ['a text without end', `line:\n${'  a\n'.repeat(100_000)}`, /more than 2000 characters/],
  ['a billion laughs', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n', /anchors and aliases are not used/],
  ['a merge key', 'a: {<<: {b: c}}', /not a known key/],
  ['two documents', 'line: a\n---\nline: b\n', /a second document begins here/],
  ['keys of the language', '__proto__: {line: a}\nconstructor: b\n', /'__proto__' is not a known key/],
  ['a great many keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join(''), /not a known key/],
  ['a great many dangling connections', `${head}${tanks}connections:\n${dangling}`, /'Q-0' is not a known component/],
]

for (const [what, text, message] of hostile) {
  test(`${what} is refused within seconds`, { timeout: 10_000 }, () => assert.match(said(text), message))
}

test('a byte-order mark and Windows line ends do no harm', () => {
  assert.equal(said(`\ufeff${threeTank.replaceAll('\n', '\r\n')}`), '')
})

test('keys of the language leave objects as they were', () => {
  said('components:\n  __proto__: {kind: feed, polluted: yes}\n')
  assert.equal('polluted' in {}, false)
})

test('a damaged file is read or refused, never anything else', () => {
  const lines = threeTank.split('\n')
  const at = fc.nat(lines.length - 1)
  const damage = fc.oneof(
    at.map((i) => lines.toSpliced(i, 1)),
    fc.tuple(at, at).map(([i, j]) => lines.toSpliced(i, 0, lines[j]!)),
    fc.tuple(at, at).map(([i, j]) => lines.with(i, lines[j]!)),
    fc
      .tuple(
        at,
        fc.nat(80),
        fc.nat(4),
        fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom(': ', '{', '}', '*', '"', '.')),
      )
      .map(([i, from, length, text]) => {
        const line = lines[i]!
        return lines.with(i, line.slice(0, from) + text + line.slice(from + length))
      }),
  )
  fc.assert(
    fc.property(damage, (damaged) => void said(damaged.join('\n'))),
    { numRuns: 300 },
  )
})

test('a file of ordinary size reads in well under 100 ms', () => {
  readLine(threeTank, 'x')
  const begun = performance.now()
  for (let i = 0; i < 10; i++) readLine(threeTank, 'x')
  assert.ok((performance.now() - begun) / 10 < 100)
})

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'

type Texts = { readonly [key: string]: string | Texts }

const flat = (texts: Texts, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  )

const read = (language: string) =>
  new Map(
    globSync(`renderer/text/${language}/*.json`).map((file) => [
      basename(file, '.json'),
      flat(JSON.parse(readFileSync(file, 'utf8')) as Texts),
    ]),
  )

const english = read('en')
const german = read('de')

test('every word is there in English and in German', () => {
  assert.ok(english.size > 0)
  assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort())
  for (const [namespace, texts] of english) {
    const other = german.get(namespace)
    assert.deepEqual([...(other?.keys() ?? [])].sort(), [...texts.keys()].sort(), namespace)
  }
})

test('no word is empty, and both languages fill in the same values', () => {
  const places = (text: string) => [...text.matchAll(/{{[^}]+}}/g)].map(String).sort()
  for (const [namespace, texts] of english) {
    for (const [key, text] of texts) {
      const other = german.get(namespace)?.get(key) ?? ''
      assert.ok(text.trim() !== '' && other.trim() !== '', `${namespace}:${key} is empty`)
      assert.deepEqual(places(other), places(text), `${namespace}:${key}`)
    }
  }
})

/** Keys that a source file asks for: whole ones, and beginnings of those that are put together. */
function asked(source: string): { readonly key: string; readonly whole: boolean }[] {
  const [, own = 'app'] = /(?:useTranslation\(|TFunction<)'([\w-]+)'/.exec(source) ?? []
  return [...source.matchAll(/\bt\(\s*(?:'([^']+)'|`([^`$]*)(\$\{)?)/g)].map(([, literal, start = '', open]) => {
    const key = literal ?? start
    return { key: key.includes(':') ? key : `${own}:${key}`, whole: literal !== undefined || open === undefined }
  })
}

test('every word that a screen asks for exists', () => {
  const known = [...english].flatMap(([namespace, texts]) => [...texts.keys()].map((key) => `${namespace}:${key}`))
  const found = globSync('renderer/**/*.{ts,tsx}').flatMap((file) =>
    asked(readFileSync(file, 'utf8')).map((word) => ({ file, ...word })),
  )
  assert.ok(found.length > 20)
  const missing = found.filter(({ key, whole }) =>
    whole ? !known.some((one) => one === key || one === `${key}_one`) : !known.some((one) => one.startsWith(key)),
  )
  assert.deepEqual(missing, [])
})

test('a word that is missing would be found', () => {
  assert.deepEqual(asked(["useTranslation('start') t('name') t(`runs.$", "{x}`) t('app:cancel')"].join('')), [
    { key: 'start:name', whole: true },
    { key: 'start:runs.', whole: false },
    { key: 'app:cancel', whole: true },
  ])
})

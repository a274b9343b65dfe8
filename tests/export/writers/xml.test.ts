import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, type XmlElement } from 'libxml2-wasm'
import { cdata, element, xmlDocument } from '../../../core/export/writers/xml.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(']', '>', '<', '&', '"', "'", '\r', '\n', '\t', '\0', '\ud800', 'ä', '😀') }),
)

/** XML 1.0, section 2.2. */
const isLegal = (code: number) =>
  code === 0x9 || code === 0xa || (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) || code > 0xffff

/** What a reader must find: line ends as line feeds, and a mark for what XML cannot hold. */
const readable = (text: string) =>
  [...text.replace(/\r\n?/g, '\n')]
    .map((character) => (isLegal(character.codePointAt(0) as number) ? character : '\ufffd'))
    .join('')

function read<T>(text: string, take: (root: XmlElement) => T): T {
  using document = XmlDocument.fromString(text)
  return take(document.root)
}

test('a reader finds any text, CDATA or attribute as it was written', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (inText, inCdata, inAttribute) => {
      const text = xmlDocument(
        element('a', { b: inAttribute }, element('c', {}, inText), element('d', {}, cdata(inCdata))),
      )
      const found = read(text, (root) => [root.get('c')?.content, root.get('d')?.content, root.attr('b')?.value])
      assert.deepEqual(found, [inText, inCdata, inAttribute].map(readable))
    }),
    { numRuns: 500 },
  )
})

test('nested elements are indented, text is not', () => {
  const tree = element('a', {}, element('b', { x: '1' }), element('c', {}, 'one\ntwo'))
  assert.equal(
    xmlDocument(tree),
    '<?xml version="1.0" encoding="utf-8"?>\n<a>\n  <b x="1"/>\n  <c>one\ntwo</c>\n</a>\n',
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCsv, separatorFor, textOfFile, writeCsv } from '../../../renderer/screens/failures/csv.ts'

const nasty = fc.oneof(
  fc.string(),
  fc.constantFrom('', '"', ',', ';', 'a"b', '=1+1', '-3 to 3 K', "'=x", '@a', '+1', 'two\r\nlines', ' é ', '\t', "''"),
)

test('what is written is read back, whatever stands in the cells', () => {
  const tables = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(nasty, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  fc.assert(
    fc.property(tables, fc.constantFrom(',' as const, ';' as const), (body, separator) => {
      const table = [body[0]?.map((_, index) => `column ${index}`) ?? [], ...body]
      assert.deepEqual(readCsv(writeCsv(table, separator)), table)
    }),
  )
})

test('no cell of a file begins as a formula does', () => {
  fc.assert(
    fc.property(nasty, (cell) => {
      const [, second = ''] = writeCsv([['head', cell]], ',')
        .replace('\r\n', '')
        .split(/,(.*)/s)
      assert.doesNotMatch(second.replace(/^"/, ''), /^[=+\-@\t\r]/)
    }),
  )
})

test('a German file is parted by semicolons and read as well as one parted by tabs', () => {
  assert.equal(separatorFor('de-AT'), ';')
  assert.equal(separatorFor('en-GB'), ',')
  assert.deepEqual(readCsv('component\tmode\nT-101\tleak, or not\n'), [
    ['component', 'mode'],
    ['T-101', 'leak, or not'],
  ])
})

test('a file that breaks off in the middle of a cell says so', () => {
  assert.throws(() => readCsv('component,mode\nT-101,"leak\n'), /line|quote/i)
})

test('umlauts survive older spreadsheets', () => {
  const older = Uint8Array.from([0x4b, 0xfc, 0x68, 0x6c]).buffer
  assert.equal(textOfFile(older), 'Kühl')
  assert.equal(textOfFile(new TextEncoder().encode('Kühl').buffer), 'Kühl')
})

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { readLine } from '../../core/line/read.ts'
import { lineSchema } from '../../core/line/schema.ts'
import { changed } from './three-tank.ts'

const assets = new URL('../../assets/', import.meta.url)
const validate = new Ajv2020({ allowUnionTypes: true }).compile(lineSchema)

test('the published schema is the one the reader declares', () => {
  const published = JSON.parse(readFileSync(new URL('schema/line.schema.json', assets), 'utf8'))
  assert.deepEqual(published, JSON.parse(JSON.stringify(lineSchema)), 'run: node core/line/write-schema.ts')
})

test('every bundled line is read, and fits the schema', () => {
  const files = globSync('lines/*.line.yaml', { cwd: assets })
  assert.ok(files.length > 0)
  for (const file of files) {
    const text = readFileSync(new URL(file, assets), 'utf8')
    assert.equal(`${readLine(text, file).name}.line.yaml`, file.replace(/^lines./, ''))
    assert.ok(validate(parse(text)), `${file}: ${JSON.stringify(validate.errors)}`)
  }
})

test('the schema refuses what editors can see is wrong', () => {
  const wrong: readonly (readonly [from: string, to: string])[] = [
    ['level: 25.89 cm', 'levle: 25.89 cm'],
    ['D-101: {kind: product}', 'D-101: {kind: produkt}'],
    ['area: 154 cm2, height: 62 cm, level: 25.89 cm', 'area: 154 cm2'],
    ['level-2: {track: LC-102, scale', 'level-2: {scale'],
    ['  D-101: {', '  1.D: {'],
  ]
  for (const [from, to] of wrong) assert.equal(validate(parse(changed(from, to))), false, to)
})

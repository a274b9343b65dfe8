import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readLine } from '../../../core/line/read.ts'
import { guessMapping } from '../../../core/plant/historian/guess.ts'
import type { TimeHints } from '../../../core/plant/historian/guess-time.ts'
import { type ImportOptions, importLogs } from '../../../core/plant/historian/import.ts'
import type { Mapping } from '../../../core/plant/historian/mapping.ts'
import { openTable } from '../../../core/plant/historian/open.ts'
import { survey } from '../../../core/plant/historian/survey.ts'

const path = fileURLToPath(new URL('../../../assets/lines/three-tank.line.yaml', import.meta.url))

/** Three levels of 0 to 62 cm, two speeds of 0 to 100 %, two set points; a scan of 5 s. */
export const threeTank = readLine(readFileSync(path, 'utf8'), path)

const folder = mkdtempSync(join(tmpdir(), 'dreamline-exports-'))
after(() => rmSync(folder, { recursive: true }))

let files = 0

/** A place for a file, in a folder that goes with the tests. */
export const newPlace = (name: string) => join(folder, `${files++}-${name}`)

export function exported(text: string | Uint8Array, name = 'export.csv'): string {
  const file = newPlace(name)
  writeFileSync(file, text)
  return file
}

export const surveysOf = (...names: readonly string[]) =>
  Promise.all(names.map(async (file) => survey(await openTable(file))))

export async function guessed(names: readonly string[], hints: TimeHints = {}) {
  return guessMapping(threeTank, await surveysOf(...names), hints)
}

/** Imports exports by a guessed mapping, changed as `change` says, and gives what was written as text. */
export async function imported(
  names: readonly string[],
  hints: TimeHints & ImportOptions & { readonly change?: (mapping: Mapping) => Mapping } = {},
) {
  const { change = (mapping) => mapping, ...options } = hints
  const surveys = await surveysOf(...names)
  const { mapping } = await guessMapping(threeTank, surveys, options)
  const out = newPlace('log.csv')
  const report = await importLogs(threeTank, surveys, change(mapping), out, options)
  const log = readFileSync(out, 'utf8')
  const [header, ...rows] = log.trim().split('\n')
  return {
    out,
    log,
    report,
    header,
    rows: rows.map((row) => row.split(',').map(Number)),
    tag: (name: string) => report.tags.find(({ tag }) => tag.name === name)!,
  }
}

export const header = 't_s,LT-101,LT-102,LT-103,SC-101,SC-102'

/** Rows of CSV below their header. */
export const csv = (head: string, rows: readonly (readonly (string | number)[])[]) =>
  `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`

/** An export once a second, with every tag at some value that moves. */
export const seconds = (count: number, row: (t: number) => readonly (string | number)[]) =>
  csv(
    header,
    Array.from({ length: count }, (_, t) => row(t)),
  )

/** An ordinary row of `header`. */
export const ordinary = (t: number): (string | number)[] => [t, 30 + t / 100, 14, 23 + (t % 2), 20, 13 + (t % 3)]

/** Steps of time and what follows them, as times from `start` on. */
export function timed<Row>(
  start: number,
  steps: readonly (readonly [step: number, ...row: Row[]])[],
): [number, ...Row[]][] {
  let time = start
  return steps.map(([step, ...row]) => {
    time += step
    return [time, ...row]
  })
}

import { globSync, readFileSync } from 'node:fs'
import { catalogue } from '../../../core/engine/window/catalogue.ts'
import { kindsOf } from '../../../renderer/document/kinds.ts'

const assets = new URL('../../../assets/lines/', import.meta.url)

/** The bundled lines, by name. */
export const lines = new Map(
  globSync('*.line.yaml', { cwd: assets }).map((file) => [
    file.replace('.line.yaml', ''),
    readFileSync(new URL(file, assets), 'utf8'),
  ]),
)

export const threeTank = lines.get('three-tank')!

export const kinds = kindsOf(catalogue())

/** What is not in both texts, line by line, in order: what an engineer sees in a comparison. */
export function changedLines(before: string, after: string): { readonly gone: string[]; readonly come: string[] } {
  const [old, young] = [before.split('\n'), after.split('\n')]
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(young.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      table[i]![j] = old[i] === young[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
    }
  }
  const [gone, come]: [string[], string[]] = [[], []]
  for (let i = 0, j = 0; i < old.length || j < young.length; ) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      i++
      j++
    } else if (j >= young.length || (i < old.length && table[i + 1]![j]! >= table[i]![j + 1]!)) gone.push(old[i++]!)
    else come.push(young[j++]!)
  }
  return { gone, come }
}

/** Comments on lines of their own. */
export const comments = (text: string) => text.split('\n').filter((line) => /^\s*#/.test(line))

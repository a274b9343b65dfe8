import { writeWhole } from '../../study/atomic-file.ts'
import { extension } from '../line-file.ts'
import type { Diagram } from './contract.ts'
import { writing } from './disk.ts'
import { readJsonFile } from './json-file.ts'

/** Where the diagram of a line file is kept: `NAME.diagram.json` beside `NAME.line.yaml`. */
const fileFor = (lineFile: string) => `${lineFile.slice(0, -extension.length)}.diagram.json`

/** Entries that are no place on the diagram are left out: their components are laid out anew. */
export function readDiagram(lineFile: string): Diagram {
  const found = readJsonFile(fileFor(lineFile))
  return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found).filter(isPlaced)) : {}
}

const isPlaced = (entry: [string, unknown]): entry is [string, [number, number]] =>
  Array.isArray(entry[1]) && entry[1].length === 2 && entry[1].every(Number.isFinite)

/** Writes one component a line, by tag, so that a change of one is a difference of one line. */
export function saveDiagram(lineFile: string, diagram: Diagram): void {
  const tags = Object.keys(diagram).sort()
  const rows = tags.map((tag) => `  ${JSON.stringify(tag)}: [${diagram[tag]?.join(', ')}]`)
  const text = rows.length === 0 ? '{}\n' : `{\n${rows.join(',\n')}\n}\n`
  writing(fileFor(lineFile), () => writeWhole(fileFor(lineFile), text))
}

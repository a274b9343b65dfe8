import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { extension, readLineFile } from '../line-file.ts'
import type { Sample } from './contract.ts'

/** The lines in a folder, by name. */
export function readSamples(folder: string): readonly Sample[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .sort()
    .map((file) => {
      const { text } = readLineFile(join(folder, file))
      return { name: file.slice(0, -extension.length), title: titleIn(text), text }
    })
}

/** The title that a line's text gives it, whatever is wrong with the rest; empty where it gives none. */
export function titleIn(text: string): string {
  const [row] = /^title:.*$/m.exec(text) ?? []
  const value: unknown = row === undefined ? undefined : parseDocument(row).get('title')
  return typeof value === 'string' ? value : ''
}

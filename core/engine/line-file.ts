import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { writeWhole } from '../study/atomic-file.ts'
import type { Study } from '../study/study.ts'
import { EngineError } from './contract.ts'
import { placeWithin } from './within.ts'

/** The text of a line as it stands on the disk. */
export interface LineText {
  readonly text: string
  /** The text's SHA-256 in hexadecimal, which the study's database calls its hash. */
  readonly revision: string
}

export const extension = '.line.yaml'

/** A line's text fits into this, bytes. */
const largest = 1_000_000

export const revisionOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * The line file in the folder of a study: the only one, or the one that bears the study's name. Undefined where there is
 * none; throws `EngineError` where it cannot be told which, and for a link that leads out of the study.
 */
export function lineFileIn(directory: string): string | undefined {
  const file = chosenOf(lineFilesIn(directory), directory)
  const place = file && placeWithin(directory, join(directory, file))
  if (file === undefined || place !== undefined) return place
  const remedy = 'Put the file itself into the folder.'
  throw new EngineError([{ message: `${file} is a link that leads out of the study.`, remedy, where: directory }])
}

function chosenOf(files: readonly string[], directory: string): string | undefined {
  if (files.length < 2) return files[0]
  const named = `${basename(directory)}${extension}`
  if (files.includes(named)) return named
  const message = `The study holds ${files.length} line files: ${files.join(', ')}.`
  throw new EngineError([{ message, remedy: `Move all but one away, or call one of them ${named}.`, where: directory }])
}

const lineFilesIn = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(extension) && !file.startsWith('.'))
    .sort()

/** Reads a line file. Throws `EngineError` where it cannot be read as a line's text. */
export function readLineFile(path: string): LineText {
  const bytes = readBytes(path)
  const text = decoded(bytes)
  if (text === undefined) {
    const remedy = 'Nothing was changed; save it as UTF-8 in the editor that wrote it.'
    throw new EngineError([{ message: 'The line file is not plain UTF-8 text.', remedy, where: path }])
  }
  return { text, revision: revisionOf(text) }
}

/** Replaces a line file as a whole. Throws `EngineError` for a text that is too long, and what the disk says. */
export function writeLineFile(path: string, text: string): LineText {
  if (Buffer.byteLength(text) > largest) {
    throw new EngineError([{ message: 'The text is longer than 1 MB.', remedy: 'A line fits into 1 MB: shorten it.' }])
  }
  // A rename would replace a file that is kept from being written.
  if (existsSync(path)) accessSync(path, constants.W_OK)
  writeWhole(path, text)
  return { text, revision: revisionOf(text) }
}

/** Leaves the text that the study last worked with beside its database, where no line file is. */
export function leaveLineFile(study: Study): void {
  const [latest] = study.runs()
  const line = latest && study.line(latest.lineHash)
  if (line === undefined || lineFilesIn(study.directory).length > 0) return
  const name = line.name.replace(/[^\p{Letter}\p{Number}_-]+/gu, '-')
  writeWhole(join(study.directory, `${name}${extension}`), line.text)
}

function readBytes(path: string): Buffer {
  try {
    const { size } = statSync(path)
    if (size <= largest) return readFileSync(path)
  } catch {
    const remedy = 'Check your rights to the file, then open the study again.'
    throw new EngineError([{ message: 'The line file cannot be read.', remedy, where: path }])
  }
  const remedy = 'A line fits into 1 MB: check that it is a line file.'
  throw new EngineError([{ message: 'The line file is longer than 1 MB.', remedy, where: path }])
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

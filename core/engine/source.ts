import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { LineFileError } from '../line/file/problem.ts'
import type { Line } from '../line/line.ts'
import { compilePlant, type Plant } from '../line/plant.ts'
import { readLine } from '../line/read.ts'
import { EngineError } from './contract.ts'

/** A line as it was written, read and compiled. */
export interface Source {
  readonly text: string
  readonly hash: string
  readonly line: Line
  readonly plant: Plant
}

/** A line file larger than this is refused before it is read, bytes. */
const largestFile = 1_000_000

/** Reads and compiles a line file. Throws `EngineError` with all that is wrong with it. */
export function loadSource(path: string): Source {
  return compileSource(readText(path, 'line file'), path)
}

/** Throws `EngineError` for a line on which nothing changes, is measured, can be driven or is wanted. */
export function assertControllable({ line, plant }: Source): void {
  const refuse = (missing: string, remedy: string) => {
    throw new EngineError([{ message: `The line has no ${missing}.`, remedy }])
  }
  if (plant.layout.states === 0)
    refuse('component that holds anything, so nothing changes on it', 'Add a tank or a machine.')
  if (line.signals.length === 0) refuse('signal, so there is nothing to control by', 'Add one under signals.')
  if (line.controls.length === 0) refuse('control, so there is nothing to control', 'Add one under controls.')
  if (line.goals.length + line.limits.length === 0) {
    refuse('goal and no limit, so no control is better than another', 'Add one under goals or limits.')
  }
}

/** Reads and compiles the text of a line; `file` names it in messages. Throws `LineFileError`. */
export function readSource(text: string, file: string): Source {
  const line = readLine(text, file)
  return { text, hash: createHash('sha256').update(text).digest('hex'), line, plant: compilePlant(line) }
}

/** The same for callers of the engine. Throws `EngineError`. */
export const compileSource = (text: string, file: string): Source => read(() => readSource(text, file))

/** What `reading` a file gives; what is wrong with the file comes out as `EngineError`. */
export function read<Result>(reading: () => Result): Result {
  try {
    return reading()
  } catch (error) {
    if (error instanceof LineFileError) {
      throw new EngineError(
        error.problems.map(({ file, line, column, path, message, remedy }) => ({
          message: path === '' ? sentence(message) : `${path}: ${message}.`,
          remedy: sentence(remedy),
          where: `${basename(file)}:${line}:${column}`,
        })),
      )
    }
    throw error
  }
}

/** What a line file's problem says, as a sentence. */
export const sentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.…]$/.test(text) ? '' : '.'}`

/** The text of a file; `what` it is says the error. Throws `EngineError`. */
export function readText(path: string, what: string): string {
  try {
    const { size } = statSync(path)
    if (size > largestFile) {
      const message = `The ${what} is ${Math.round(size / 1e6)} MB long; one fits into 1 MB.`
      throw new EngineError([{ message, remedy: `Check that it is a ${what}.`, where: path }])
    }
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw new EngineError([
      { message: `The ${what} cannot be read.`, remedy: 'Check its name and your rights.', where: path },
    ])
  }
}

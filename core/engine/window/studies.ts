import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StudyError } from '../../study/error.ts'
import { EngineError } from '../contract.ts'
import { extension, lineFileIn, readLineFile } from '../line-file.ts'
import type { StudyCard } from './contract.ts'
import { inHistory } from './history.ts'
import { titleIn } from './samples.ts'
import { folderOf } from './study-name.ts'

/** The studies in a folder, the one that changed last first. A broken one says what is wrong with it. */
export function studiesIn(studies: string): readonly StudyCard[] {
  return entriesOf(studies)
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .flatMap(({ name }) => cardOf(studies, name) ?? [])
    .sort((a, b) => b.changed - a.changed)
}

function entriesOf(studies: string): readonly Dirent[] {
  try {
    return readdirSync(studies, { withFileTypes: true })
  } catch {
    // The folder is made with the first study.
    return []
  }
}

/** Undefined for a folder that holds neither a line nor a database. */
function cardOf(studies: string, name: string): StudyCard | undefined {
  const problems: string[] = []
  const attempt = <Result>(otherwise: Result, read: () => Result): Result => {
    try {
      return read()
    } catch (error) {
      problems.push(reasonOf(error))
      return otherwise
    }
  }
  const directory = attempt('', () => folderOf(studies, name))
  const files = directory === '' ? [] : attempt([], () => filesOf(directory))
  if (files.length === 0 && problems.length === 0) return undefined
  const title = files.length === 0 ? '' : attempt('', () => titleOf(directory))
  const runs = files.length === 0 ? 0 : attempt(0, () => inHistory(directory, (study) => study.runs().length))
  const changed = Math.max(0, ...files.map((file) => attempt(0, () => statSync(file).mtimeMs)))
  return { name, title, changed, runs, ...(problems.length > 0 && { problem: problems.join(' ') }) }
}

const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(extension) || file === 'study.db' || file === 'study.db-wal')
    .map((file) => join(directory, file))

function titleOf(directory: string): string {
  const file = lineFileIn(directory)
  return file === undefined ? '' : titleIn(readLineFile(file).text)
}

function reasonOf(error: unknown): string {
  if (error instanceof EngineError) return error.problems.map(({ message, remedy }) => `${message} ${remedy}`).join(' ')
  if (error instanceof StudyError) return error.message
  return error instanceof Error ? error.message : String(error)
}

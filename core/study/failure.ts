import SQLite from 'better-sqlite3'
import { StudyError } from './error.ts'

/** Runs the action; turns SQLite's result codes (https://www.sqlite.org/rescode.html) into sentences with a remedy. */
export function guarded<Result>(path: string, sqlite: SQLite.Database | undefined, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    if (error instanceof SQLite.SqliteError) throw asStudyError(error, path, sqlite)
    throw error
  }
}

function asStudyError(error: Error & { code: string }, path: string, sqlite: SQLite.Database | undefined): Error {
  const code = error.code.split('_')[1]
  switch (code) {
    case 'CORRUPT':
    case 'NOTADB':
      return damaged(path, error)
    case 'BUSY':
    case 'LOCKED':
      return new StudyError(
        `${holder(sqlite)} holds the study's database`,
        'Wait for it, or end it, then try again',
        path,
        error,
      )
    case 'FULL':
      return new StudyError(
        'There is no room left to write the study',
        'What was saved before is whole; free some space on its disk, then resume',
        path,
        error,
      )
    case 'READONLY':
    case 'CANTOPEN':
    case 'PERM':
      return new StudyError(
        "The study's database cannot be written",
        'Allow writing to the folder and its files, or choose another folder',
        path,
        error,
        true,
      )
    case 'IOERR':
      return new StudyError(
        `The disk failed while the study was read or written (${error.code})`,
        'Check the disk or the connection to it, then open the study again',
        path,
        error,
      )
    default:
      return error
  }
}

export function damaged(path: string, cause: unknown): StudyError {
  const finding = cause instanceof Error ? cause.message : String(cause).split('\n').at(-1)
  return new StudyError(
    `The study's database is damaged (${finding})`,
    'Nothing was changed; put back a copy from a backup, or start a new study in another folder with the same line file',
    path,
    cause,
  )
}

/** Who is at work in the study; while others write it can still be read, unless it is locked as a whole. */
function holder(sqlite: SQLite.Database | undefined): string {
  try {
    const sql = `SELECT kind, process_id AS id FROM run WHERE state = 'running' AND process_id <> ? ORDER BY id DESC`
    const row = sqlite?.prepare<[number], { kind: string; id: number }>(sql).get(process.pid)
    return row === undefined ? 'Another program' : `A ${row.kind} run (process ${row.id})`
  } catch {
    return 'Another program'
  }
}

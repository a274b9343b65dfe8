import { existsSync, readFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { StudyError } from './error.ts'
import { damaged, guarded } from './failure.ts'
import { applicationId, migrations } from './schema.ts'

type SqlValue = string | number | null | Uint8Array

/** The study's database: every failure of SQLite leaves it as a StudyError. */
export type Database = {
  /** Rows in the shape that the query and the strict tables of the schema give them. */
  all<Row>(sql: string, ...values: SqlValue[]): Row[]
  one<Row>(sql: string, ...values: SqlValue[]): Row | undefined
  /** The id of the row last inserted. */
  run(sql: string, ...values: SqlValue[]): number
  /** Everything the action writes is kept, or nothing. */
  transaction<Result>(action: () => Result): Result
  /** Loads an extension of SQLite from a file. Throws what the system says where it cannot be loaded. */
  extend(file: string): void
  close(): void
}

// A checkpoint of a few megabytes is written in milliseconds, so who waits longer waits for something stuck.
const patience = 3000

/**
 * Opens the database file, creating it where there is none, checks it and brings it to the present version.
 * Throws StudyError when it is damaged, locked, of a newer version, no study, or cannot be written. Such a file is
 * left as it is.
 */
export function openDatabase(path: string): Database {
  return guarded(path, undefined, () => {
    if (existsSync(path)) checkWithoutWriting(path)
    const sqlite = new SQLite(path, { timeout: patience })
    try {
      // A study is evidence: what was reported as saved survives a power cut.
      sqlite.pragma('synchronous = FULL')
      sqlite.pragma('foreign_keys = ON')
      if (sqlite.pragma('journal_mode', { simple: true }) !== 'wal') sqlite.pragma('journal_mode = WAL')
      migrate(sqlite, path)
    } catch (error) {
      sqlite.close()
      throw error
    }
    return wrap(sqlite, path)
  })
}

/**
 * The database as it stands on the disk, as a copy in memory: nothing is written. What a program that crashed had not
 * folded into the file yet is not in it. Throws StudyError as `openDatabase` does.
 */
export function copyDatabase(path: string): Database {
  return guarded(path, undefined, () => {
    const bytes = readBytes(path)
    // Only a file can have a write-ahead log: the header's versions for writing and reading say that there is none.
    bytes.fill(1, 18, 20)
    const sqlite = new SQLite(bytes)
    try {
      check(sqlite, path)
      migrate(sqlite, path)
    } catch (error) {
      sqlite.close()
      throw error
    }
    return wrap(sqlite, path)
  })
}

/** A database in memory; `path` is where it would lie. */
export function emptyDatabase(path: string): Database {
  const sqlite = new SQLite(':memory:')
  migrate(sqlite, path)
  return wrap(sqlite, path)
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new StudyError("The study's database cannot be read", 'Check your rights to its folder', path, error)
  }
}

/** A connection for writing would fold the log into a damaged file when it closes; one for reading leaves both alone. */
function checkWithoutWriting(path: string): void {
  const sqlite = new SQLite(path, { readonly: true, timeout: patience })
  try {
    check(sqlite, path)
  } finally {
    sqlite.close()
  }
}

function check(sqlite: SQLite.Database, path: string): void {
  const finding = sqlite.pragma('quick_check(1)', { simple: true })
  if (finding !== 'ok') throw damaged(path, finding)
  const version = sqlite.pragma('user_version', { simple: true }) as number
  const tables = sqlite.prepare('SELECT 1 FROM sqlite_schema').all().length
  if (tables > 0 && sqlite.pragma('application_id', { simple: true }) !== applicationId) {
    throw new StudyError(
      'This database is no Dreamline study',
      'Nothing was changed; choose another folder for the study',
      path,
    )
  }
  if (version > migrations.length) {
    throw new StudyError(
      `This study was written by a newer Dreamline (format ${version}, this one reads up to ${migrations.length})`,
      'Nothing was changed; open it with that version or a later one',
      path,
    )
  }
}

function migrate(sqlite: SQLite.Database, path: string): void {
  const version = () => sqlite.pragma('user_version', { simple: true }) as number
  if (version() === migrations.length) return
  sqlite
    .transaction(() => {
      // Another process may have migrated while this one waited for its turn.
      for (const migration of migrations.slice(version())) sqlite.exec(migration)
      sqlite.pragma(`application_id = ${applicationId}`)
      sqlite.pragma(`user_version = ${Math.max(version(), migrations.length)}`)
    })
    .immediate()
  if (version() !== migrations.length)
    throw new StudyError('This study was just taken over by a newer Dreamline', 'Open it with that version', path)
}

function wrap(sqlite: SQLite.Database, path: string): Database {
  const statements = new Map<string, SQLite.Statement<SqlValue[]>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? sqlite.prepare<SqlValue[]>(sql)
    statements.set(sql, statement)
    return statement
  }
  const guard = <Result>(action: () => Result) => guarded(path, sqlite, action)
  return {
    all: <Row>(sql: string, ...values: SqlValue[]) => guard(() => prepared(sql).all(...values) as Row[]),
    one: <Row>(sql: string, ...values: SqlValue[]) => guard(() => prepared(sql).get(...values) as Row | undefined),
    run: (sql, ...values) => guard(() => Number(prepared(sql).run(...values).lastInsertRowid)),
    transaction: <Result>(action: () => Result) => guard(() => sqlite.transaction(action).immediate() as Result),
    extend: (file) => {
      sqlite.loadExtension(file)
    },
    close: () => {
      sqlite.close()
    },
  }
}

import { getLoadablePath } from 'sqlite-vec'
import type { Database } from './database.ts'
import { StudyError } from './error.ts'
import { toBlob } from './float-blob.ts'

/** Values of a vector; shorter ones end in zeros. */
const dimensions = 32
/** Vectors that sqlite-vec keeps and searches together: a search of 4,096 at a time is a tenth faster than of 1,024. */
const chunk = 4096

export interface Neighbour {
  readonly id: number
  /** Euclidean. */
  readonly distance: number
}

/**
 * Vectors beside the rows they were made of, searched one by one (sqlite-vec's `vec0`, in the same file). Searches stay
 * within one line. Nothing is known here that could not be made again from the rows.
 */
export function vectorIndex(database: Database) {
  let state: 'closed' | 'open' | StudyError = 'closed'
  return {
    /** Opens the index, which comes before all else; undefined, or why it cannot be opened on this computer. */
    open(): StudyError | undefined {
      if (state === 'closed') state = loadInto(database) ?? breakage(database) ?? 'open'
      if (state !== 'open') return state
      create(database)
      return undefined
    },

    add(line: string, sequence: number, id: number, vector: Float32Array): void {
      const sql = `INSERT INTO experience_vector (rowid, line, vector, sequence)
        VALUES (CAST(? AS INTEGER), ?, ?, CAST(? AS INTEGER))`
      database.run(sql, id, line, padded(vector), sequence)
    },

    remove(id: number): void {
      database.run('DELETE FROM experience_vector WHERE rowid = CAST(? AS INTEGER)', id)
    },

    /** How many of `length` ids from the first on are there. */
    count(firstId: number, length: number): number {
      const sql = 'SELECT count(*) AS count FROM experience_vector_rowids WHERE rowid >= ? AND rowid < ?'
      return database.one<{ count: number }>(sql, firstId, firstId + length)?.count ?? 0
    },

    /** Ids that are no experience's. */
    strays(): number[] {
      const sql = 'SELECT rowid AS id FROM experience_vector_rowids WHERE rowid NOT IN (SELECT id FROM experience)'
      return database.all<{ id: number }>(sql).map(({ id }) => id)
    },

    nearest(line: string, vector: Float32Array, count: number, without?: number): Neighbour[] {
      const others = without === undefined ? '' : ' AND sequence != CAST(? AS INTEGER)'
      const sql = `SELECT rowid AS id, distance FROM experience_vector
        WHERE line = ? AND vector MATCH ? AND k = CAST(? AS INTEGER)${others} ORDER BY distance`
      return database.all(sql, line, padded(vector), count, ...(without === undefined ? [] : [without]))
    },

    /** Vectors of a line, and how many would fit where they lie: removed ones leave holes, and a search looks at those too. */
    extent(line: string): { count: number; room: number } {
      const sql = `SELECT count(*) AS count, ${chunk} * count(DISTINCT chunk_id) AS room FROM experience_vector_rowids
        JOIN experience_vector_chunks USING (chunk_id) WHERE partition00 = ?`
      return database.one(sql, line) ?? { count: 0, room: 0 }
    },
  }
}

const create = (database: Database) =>
  database.run(
    `CREATE VIRTUAL TABLE IF NOT EXISTS experience_vector USING vec0(
       line TEXT partition key, vector float[${dimensions}], sequence INTEGER, chunk_size = ${chunk})`,
  )

/** Whether the tables that sqlite-vec keeps the index in are there and fit each other. */
function isWhole(database: Database): boolean {
  const chunks = `SELECT validity, length(rowids) = ${8 * chunk} AND length(vectors) = ${4 * dimensions * chunk}
      AND length(data) = ${8 * chunk} AS isWhole FROM experience_vector_chunks
    LEFT JOIN experience_vector_vector_chunks00 AS vector ON vector.rowid = chunk_id
    LEFT JOIN experience_vector_metadatachunks00 AS metadata ON metadata.rowid = chunk_id`
  try {
    const all = database.all<{ validity: Buffer; isWhole: number | null }>(chunks)
    const places = all.reduce((sum, { validity }) => sum + bitsIn(validity), 0)
    const rows = database.one<{ count: number }>('SELECT count(*) AS count FROM experience_vector_rowids')
    return places === rows?.count && all.every((one) => one.isWhole === 1 && one.validity.length === chunk / 8)
  } catch (error) {
    // That the file itself is damaged, or the disk fails, is more than a broken index.
    if (error instanceof StudyError) throw error
    return false
  }
}

function bitsIn(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) for (let rest = byte; rest > 0; rest &= rest - 1) count++
  return count
}

/** Takes a broken index away: whoever searches finds the new one too short, and fills it. What is wrong where that fails. */
function breakage(database: Database): StudyError | undefined {
  create(database)
  if (isWhole(database)) return undefined
  try {
    database.run('DROP TABLE experience_vector')
    return undefined
  } catch (error) {
    if (error instanceof StudyError) return error
    return new StudyError(
      'The search for similar experiences is damaged',
      'All else works, and is kept; put back a copy of the study from a backup to search again',
      error instanceof Error ? error.message : String(error),
      error,
    )
  }
}

function padded(vector: Float32Array): Buffer {
  if (vector.length > dimensions)
    throw new RangeError(`a vector has at most ${dimensions} values, not ${vector.length}`)
  const whole = new Float32Array(dimensions)
  whole.set(vector)
  return toBlob(whole)
}

function loadInto(database: Database): StudyError | undefined {
  try {
    database.extend(extensionFile())
  } catch (error) {
    return new StudyError(
      'The search for similar experiences cannot be loaded',
      'All else works, and is kept; install Dreamline again to mend the search',
      error instanceof Error ? error.message : String(error),
      error,
    )
  }
  // Read through the page cache, a search of a million vectors takes half as long again.
  database.one('PRAGMA mmap_size = 1073741824')
  return undefined
}

/** A system loads a library from a file of its own only, and in a packaged application that lies beside the archive. */
const extensionFile = () => getLoadablePath().replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')

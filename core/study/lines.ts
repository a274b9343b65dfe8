import { createHash } from 'node:crypto'
import type { Database } from './database.ts'
import { type JsonValue, parseJson } from './json.ts'

export type SavedLine = {
  /** SHA-256 of the text in UTF-8, in hexadecimal. */
  readonly hash: string
  readonly name: string
  readonly text: string
  /** ISO 8601, UTC. */
  readonly firstSeen: string
}

export type LineTable = ReturnType<typeof lineTable>

export function lineTable(database: Database) {
  return {
    /** Keeps the text of a line file, once, and gives its hash, by which everything else in the study refers to it. */
    saveLine(name: string, text: string): string {
      const hash = createHash('sha256').update(text).digest('hex')
      const sql = 'INSERT INTO line (hash, name, text, first_seen) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
      database.run(sql, hash, name, text, new Date().toISOString())
      return hash
    },

    line(hash: string): SavedLine | undefined {
      return database.one<SavedLine>('SELECT hash, name, text, first_seen AS firstSeen FROM line WHERE hash = ?', hash)
    },

    /** Something found out about a line that is dear to compute again, such as the tuned gains of its loops. */
    setting(lineHash: string, name: string): JsonValue | undefined {
      const sql = 'SELECT value FROM setting WHERE line_hash = ? AND name = ?'
      const row = database.one<{ value: string }>(sql, lineHash, name)
      return row && parseJson(row.value)
    },

    saveSetting(lineHash: string, name: string, value: JsonValue): void {
      const sql = 'INSERT OR REPLACE INTO setting (line_hash, name, value) VALUES (?, ?, ?)'
      database.run(sql, lineHash, name, JSON.stringify(value))
    },
  }
}

import type { Database } from './database.ts'
import { fromBlob, toBlob } from './float-blob.ts'
import { type JsonValue, parseJson } from './json.ts'
import { type Neighbour, vectorIndex } from './vector-index.ts'

/** What the experiences of one dream or log have in common. */
export interface SequenceStart {
  readonly provenance: 'real' | 'causal' | 'learned' | 'reasoned'
  /** The round of training that the policy had come to; 0 for the line's own control. */
  readonly policyRound: number
  readonly value: number
  readonly scenario: JsonValue
  readonly chain: JsonValue
}

export interface SavedSequence extends SequenceStart {
  readonly id: number
  /** Its experiences have `length` ids from this one on. */
  readonly firstId: number
  readonly length: number
}

/** One transition; what its numbers mean is known to whoever saves it. */
export interface ExperienceRow {
  readonly scan: number
  readonly state: Float32Array
  readonly control: Float32Array
  readonly fault: Float32Array
  readonly nextState: Float32Array
  /** Null where it is not known. */
  readonly outcome: number | null
  readonly reasoning: string | null
}

export interface SavedExperience extends ExperienceRow {
  readonly id: number
  readonly sequenceId: number
}

/** Experiences of a sequence that a batch of a run was made of. */
export interface ExperienceUse {
  readonly sequenceId: number
  readonly firstId: number
  readonly length: number
  readonly runId: number
  readonly round: number
  readonly isUniform: boolean
}

interface SequenceRow extends Omit<SavedSequence, 'scenario' | 'chain'> {
  readonly scenario: string
  readonly chain: string
}

const blobs = ['state', 'control', 'fault', 'nextState'] as const
type Blobbed = Omit<SavedExperience, (typeof blobs)[number]> & Record<(typeof blobs)[number], Buffer>

const selection = `SELECT id, sequence_id AS sequenceId, scan, state, control, fault, next_state AS nextState, outcome,
  reasoning FROM experience`

export type ExperienceTable = ReturnType<typeof experienceTable>

export function experienceTable(database: Database) {
  const index = vectorIndex(database)
  const isIndexed = () => index.open() === undefined
  return {
    /** Keeps a sequence with one vector an experience or none, as far as they can be indexed here; all of it or nothing. */
    saveSequence(
      lineHash: string,
      start: SequenceStart,
      rows: readonly ExperienceRow[],
      vectors: readonly Float32Array[],
    ): SavedSequence {
      const indexed = isIndexed()
      return database.transaction(() => {
        const id = database.run(
          `INSERT INTO sequence (line_hash, provenance, policy_round, value, scenario, chain, first_id, length)
           VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
          lineHash,
          start.provenance,
          start.policyRound,
          start.value,
          JSON.stringify(start.scenario),
          JSON.stringify(start.chain),
          rows.length,
        )
        const ids = rows.map((row) => insertRow(database, id, row))
        const firstId = ids[0] ?? 0
        database.run('UPDATE sequence SET first_id = ? WHERE id = ?', firstId, id)
        for (const [position, vector] of indexed ? vectors.entries() : []) {
          index.add(lineHash, id, firstId + position, vector)
        }
        return { ...start, id, firstId, length: rows.length }
      })
    },

    /** The sequences of one version of a line, the oldest first. */
    sequences(lineHash: string): SavedSequence[] {
      const rows = database.all<SequenceRow>(
        `SELECT id, provenance, policy_round AS policyRound, value, scenario, chain, first_id AS firstId, length
         FROM sequence WHERE line_hash = ? ORDER BY id`,
        lineHash,
      )
      return rows.map((row) => ({ ...row, scenario: parseJson(row.scenario), chain: parseJson(row.chain) }))
    },

    /** How many experiences the study holds of each version of its line. */
    experienceCounts(): { lineHash: string; count: number }[] {
      return database.all('SELECT line_hash AS lineHash, sum(length) AS count FROM sequence GROUP BY line_hash')
    },

    /** Those of `count` ids from `firstId` on that are there. */
    experiences(firstId: number, count: number): SavedExperience[] {
      const sql = `${selection} WHERE id >= ? AND id < ? ORDER BY id`
      return database.all<Blobbed>(sql, firstId, firstId + count).map(unpacked)
    },

    removeSequence({ id, firstId, length }: Pick<SavedSequence, 'id' | 'firstId' | 'length'>): void {
      const indexed = isIndexed()
      database.transaction(() => {
        for (let row = firstId; indexed && row < firstId + length; row++) index.remove(row)
        database.run('DELETE FROM experience WHERE id >= ? AND id < ?', firstId, firstId + length)
        database.run('DELETE FROM experience_use WHERE sequence_id = ?', id)
        database.run('DELETE FROM sequence WHERE id = ?', id)
      })
    },

    saveExperienceUses(uses: readonly ExperienceUse[]): void {
      database.transaction(() => {
        for (const { sequenceId, firstId, length, runId, round, isUniform } of uses) {
          database.run(
            `INSERT INTO experience_use (sequence_id, first_id, length, run_id, round, is_uniform)
             VALUES (?, ?, ?, ?, ?, ?)`,
            sequenceId,
            firstId,
            length,
            runId,
            round,
            Number(isUniform),
          )
        }
      })
    },

    /** What an experience of a sequence was used for, the first use first. */
    experienceUses(sequenceId: number, id: number): ExperienceUse[] {
      const rows = database.all<Omit<ExperienceUse, 'isUniform'> & { isUniform: number }>(
        `SELECT sequence_id AS sequenceId, first_id AS firstId, length, run_id AS runId, round, is_uniform AS isUniform
         FROM experience_use WHERE sequence_id = ? AND first_id <= ? AND ? < first_id + length ORDER BY run_id, round`,
        sequenceId,
        id,
        id,
      )
      return rows.map((row) => ({ ...row, isUniform: row.isUniform === 1 }))
    },

    /**
     * The experiences of one version of a line whose vectors are nearest, nearest first; those of one sequence left out.
     * Throws StudyError where there is no index.
     */
    nearestExperiences(lineHash: string, vector: Float32Array, count: number, without?: number): Neighbour[] {
      const missing = index.open()
      if (missing !== undefined) throw missing
      return index.nearest(lineHash, vector, count, without)
    },

    /**
     * How many experiences of a version of a line the vector index holds, and for how many it has taken room; undefined where
     * there is no index.
     */
    indexedExperiences(lineHash: string): { count: number; room: number } | undefined {
      return isIndexed() ? index.extent(lineHash) : undefined
    },

    /** Whether the vector index holds all of a sequence; false where there is no index. */
    isSequenceIndexed({ firstId, length }: Pick<SavedSequence, 'firstId' | 'length'>): boolean {
      return isIndexed() && index.count(firstId, length) === length
    },

    /** Takes vectors out of the index whose experiences went while it could not be opened. */
    removeStrayVectors(): void {
      if (!isIndexed()) return
      database.transaction(() => {
        for (const id of index.strays()) index.remove(id)
      })
    },

    /** Gives the experiences from `firstId` on new vectors, all of them or none. */
    reindexSequence(
      { id, firstId }: Pick<SavedSequence, 'id' | 'firstId'>,
      lineHash: string,
      vectors: readonly Float32Array[],
    ) {
      if (!isIndexed()) return
      database.transaction(() => {
        vectors.forEach((vector, position) => {
          index.remove(firstId + position)
          index.add(lineHash, id, firstId + position, vector)
        })
      })
    },
  }
}

function insertRow(database: Database, sequence: number, row: ExperienceRow): number {
  return database.run(
    `INSERT INTO experience (sequence_id, scan, state, control, fault, next_state, outcome, reasoning)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    sequence,
    row.scan,
    toBlob(row.state),
    toBlob(row.control),
    toBlob(row.fault),
    toBlob(row.nextState),
    row.outcome,
    row.reasoning,
  )
}

const unpacked = (row: Blobbed): SavedExperience => ({
  ...row,
  state: fromBlob(row.state),
  control: fromBlob(row.control),
  fault: fromBlob(row.fault),
  nextState: fromBlob(row.nextState),
})

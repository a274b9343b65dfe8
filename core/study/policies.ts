import type { Database } from './database.ts'
import { fromBlob, toBlob } from './float-blob.ts'
import { type JsonValue, parseJson, writeJson } from './json.ts'

export type PolicyToSave = {
  readonly runId: number
  /** Everything but the numbers: shapes, features, bounds. */
  readonly description: JsonValue
  /** `[parameters]` */
  readonly parameters: Float32Array
  /** On the training run's own validation scenarios; undefined when it had none. */
  readonly validationScore: number | undefined
}

export type SavedPolicy = PolicyToSave & {
  readonly id: number
  readonly lineHash: string
  /** ISO 8601, UTC. */
  readonly saved: string
}

export type SavedVerdict = {
  readonly id: number
  readonly policyId: number
  readonly verdict: JsonValue
  readonly saved: string
}

export type SavedExport = {
  readonly runId: number
  /** As it was given; relative to the study where it lies in it. */
  readonly directory: string
  readonly manifest: JsonValue
  readonly saved: string
}

type PolicyRow = {
  id: number
  runId: number
  lineHash: string
  description: string
  parameters: Buffer
  validationScore: number | null
  saved: string
}

const policySql = `
  SELECT policy.id, run_id AS runId, line_hash AS lineHash, description, parameters, validation_score AS validationScore, saved
  FROM policy JOIN run ON run.id = run_id`

export type PolicyTable = ReturnType<typeof policyTable>

/** Policies, what the judge said about them, and where they were exported to. */
export function policyTable(database: Database) {
  return {
    savePolicy({ runId, description, parameters, validationScore }: PolicyToSave): number {
      return database.run(
        'INSERT INTO policy (run_id, description, parameters, validation_score, saved) VALUES (?, ?, ?, ?, ?)',
        runId,
        JSON.stringify(description),
        toBlob(parameters),
        validationScore ?? null,
        new Date().toISOString(),
      )
    },

    policy(id: number): SavedPolicy | undefined {
      return asPolicy(database.one<PolicyRow>(`${policySql} WHERE policy.id = ?`, id))
    },

    /** Of the line with that hash, or of any. */
    latestPolicy(lineHash?: string): SavedPolicy | undefined {
      const sql = `${policySql} WHERE line_hash = ifnull(?, line_hash) ORDER BY policy.id DESC LIMIT 1`
      return asPolicy(database.one<PolicyRow>(sql, lineHash ?? null))
    },

    /** Newest first, without what they are made of. */
    policies(): Pick<SavedPolicy, 'id' | 'runId' | 'lineHash'>[] {
      const sql = 'SELECT policy.id, run_id AS runId, line_hash AS lineHash FROM policy JOIN run ON run.id = run_id'
      return database.all<Pick<SavedPolicy, 'id' | 'runId' | 'lineHash'>>(`${sql} ORDER BY policy.id DESC`)
    },

    saveVerdict(runId: number, policyId: number, verdict: JsonValue): number {
      const sql = 'INSERT INTO verdict (run_id, policy_id, verdict, saved) VALUES (?, ?, ?, ?)'
      return database.run(sql, runId, policyId, writeJson(verdict), new Date().toISOString())
    },

    latestVerdict(policyId: number): SavedVerdict | undefined {
      const row = database.one<Omit<SavedVerdict, 'verdict'> & { verdict: string }>(
        'SELECT id, policy_id AS policyId, verdict, saved FROM verdict WHERE policy_id = ? ORDER BY id DESC LIMIT 1',
        policyId,
      )
      return row && { ...row, verdict: parseJson(row.verdict) }
    },

    saveExport(runId: number, directory: string, manifest: JsonValue): number {
      const sql = 'INSERT INTO export (run_id, directory, manifest, saved) VALUES (?, ?, ?, ?)'
      return database.run(sql, runId, directory, JSON.stringify(manifest), new Date().toISOString())
    },

    /** Newest first. */
    exports(): SavedExport[] {
      const sql = 'SELECT run_id AS runId, directory, manifest, saved FROM export ORDER BY id DESC'
      const rows = database.all<Omit<SavedExport, 'manifest'> & { manifest: string }>(sql)
      return rows.map((row) => ({ ...row, manifest: parseJson(row.manifest) }))
    },
  }
}

function asPolicy(row: PolicyRow | undefined): SavedPolicy | undefined {
  return (
    row && {
      ...row,
      description: parseJson(row.description),
      parameters: fromBlob(row.parameters),
      validationScore: row.validationScore ?? undefined,
    }
  )
}

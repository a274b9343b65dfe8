import type { Database } from './database.ts'
import { type JsonValue, parseJson, writeJson } from './json.ts'
import { isGone, thisProcess } from './process.ts'

export type RunKind = 'dream' | 'train' | 'judge' | 'export' | 'replay'
export type RunState = 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted'

/** What a run is started from: with the line it is all one needs to repeat it. */
export type RunStart = {
  readonly kind: RunKind
  readonly lineHash: string
  readonly configuration: JsonValue
  readonly seed: number
  /** Of everything that computes, by name: dreamline, onnxruntime, node. */
  readonly versions: { readonly [name: string]: string }
}

export type Run = RunStart & {
  readonly id: number
  readonly state: RunState
  /** ISO 8601, UTC. */
  readonly started: string
  readonly ended: string | undefined
  readonly message: string | undefined
}

export type Metric = { readonly step: number; readonly name: string; readonly value: number }

type RunRow = {
  id: number
  kind: RunKind
  line_hash: string
  configuration: string
  seed: number
  versions: string
  state: RunState
  process_id: number
  process_started: number
  started: string
  ended: string | null
  message: string | null
}

export type RunTable = ReturnType<typeof runTable>

export function runTable(database: Database) {
  const select = (id: number) => database.one<RunRow>('SELECT * FROM run WHERE id = ?', id)

  return {
    /** Gives the id of the run, which belongs to this process from now on. */
    startRun(start: RunStart): number {
      return database.run(
        `INSERT INTO run (kind, line_hash, configuration, seed, versions, state, process_id, process_started, started)
         VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)`,
        start.kind,
        start.lineHash,
        JSON.stringify(start.configuration),
        start.seed,
        JSON.stringify(start.versions),
        thisProcess.id,
        thisProcess.started,
        new Date().toISOString(),
      )
    },

    finishRun(id: number, state: Exclude<RunState, 'running'>, message?: string): void {
      const ended = new Date().toISOString()
      database.run('UPDATE run SET state = ?, ended = ?, message = ? WHERE id = ?', state, ended, message ?? null, id)
    },

    /** Takes over a run that is not done and that no living process works on; false where another was faster. */
    resumeRun(id: number): boolean {
      return database.transaction(() => {
        const row = select(id)
        if (row === undefined || row.state === 'done' || (row.state === 'running' && !isOrphan(row))) return false
        database.run(
          `UPDATE run SET state = 'running', process_id = ?, process_started = ?, ended = NULL, message = NULL WHERE id = ?`,
          thisProcess.id,
          thisProcess.started,
          id,
        )
        return true
      })
    },

    run(id: number): Run | undefined {
      const row = select(id)
      return row && asRun(row)
    },

    /** Newest first. */
    runs(): Run[] {
      return database.all<RunRow>('SELECT * FROM run ORDER BY id DESC').map(asRun)
    },

    /** Runs that their process left unfinished when it was killed or lost its power, newest first. */
    interruptedRuns(): Run[] {
      const running = `SELECT * FROM run WHERE state IN ('running', 'interrupted') ORDER BY id DESC`
      return database
        .all<RunRow>(running)
        .filter((row) => row.state === 'interrupted' || isOrphan(row))
        .map(asRun)
    },

    /** Appends a batch. A step that a resumed run repeats replaces what it said before. */
    appendMetrics(runId: number, metrics: readonly Metric[]): void {
      database.transaction(() => {
        for (const { step, name, value } of metrics) {
          database.run(
            'INSERT OR REPLACE INTO metric (run_id, name, step, value) VALUES (?, ?, ?, ?)',
            runId,
            name,
            step,
            value,
          )
        }
      })
    },

    /** By name, then by step. Not-a-number comes back as it went in. */
    metrics(runId: number): Metric[] {
      const sql = 'SELECT step, name, value FROM metric WHERE run_id = ? ORDER BY name, step'
      const rows = database.all<{ step: number; name: string; value: number | null }>(sql, runId)
      return rows.map((row) => ({ ...row, value: row.value ?? Number.NaN }))
    },

    /** Keeps what a run found out as a whole, as it was told. */
    saveReport(runId: number, report: JsonValue): void {
      database.run('INSERT OR REPLACE INTO report (run_id, report) VALUES (?, ?)', runId, writeJson(report))
    },

    report(runId: number): JsonValue | undefined {
      const row = database.one<{ report: string }>('SELECT report FROM report WHERE run_id = ?', runId)
      return row && parseJson(row.report)
    },
  }
}

const isOrphan = (row: RunRow) => isGone({ id: row.process_id, started: row.process_started })

function asRun(row: RunRow): Run {
  return {
    id: row.id,
    kind: row.kind,
    lineHash: row.line_hash,
    configuration: parseJson(row.configuration),
    seed: row.seed,
    versions: parseJson(row.versions) as Run['versions'],
    state: row.state,
    started: row.started,
    ended: row.ended ?? undefined,
    message: row.message ?? undefined,
  }
}

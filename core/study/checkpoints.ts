import type { Database } from './database.ts'
import { fromBlob, toBlob } from './float-blob.ts'
import { type JsonValue, parseJson } from './json.ts'

/** Where one worker of a training run stood after an iteration. */
export type Checkpoint = {
  readonly runId: number
  readonly workerSeed: number
  readonly iteration: number
  /** `[values]` the trainer's parameters and optimiser moments in one vector. */
  readonly parameters: Float32Array
  readonly state: JsonValue
}

type CheckpointRow = { runId: number; workerSeed: number; iteration: number; parameters: Buffer; state: string }

export type CheckpointTable = ReturnType<typeof checkpointTable>

export function checkpointTable(database: Database) {
  return {
    /** Keeps the checkpoint and the one before it, in one transaction: a kill at any time leaves a whole one. */
    saveCheckpoint({ runId, workerSeed, iteration, parameters, state }: Checkpoint): void {
      database.transaction(() => {
        database.run(
          'INSERT OR REPLACE INTO checkpoint (run_id, worker_seed, iteration, parameters, state) VALUES (?, ?, ?, ?, ?)',
          runId,
          workerSeed,
          iteration,
          toBlob(parameters),
          JSON.stringify(state),
        )
        database.run(
          `DELETE FROM checkpoint WHERE run_id = ? AND worker_seed = ? AND iteration <
           (SELECT iteration FROM checkpoint WHERE run_id = ? AND worker_seed = ? ORDER BY iteration DESC LIMIT 1 OFFSET 1)`,
          runId,
          workerSeed,
          runId,
          workerSeed,
        )
      })
    },

    latestCheckpoint(runId: number, workerSeed: number): Checkpoint | undefined {
      const row = database.one<CheckpointRow>(
        `SELECT run_id AS runId, worker_seed AS workerSeed, iteration, parameters, state
         FROM checkpoint WHERE run_id = ? AND worker_seed = ? ORDER BY iteration DESC LIMIT 1`,
        runId,
        workerSeed,
      )
      return row && { ...row, parameters: fromBlob(row.parameters), state: parseJson(row.state) }
    },
  }
}

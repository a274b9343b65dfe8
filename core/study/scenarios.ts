import type { Database } from './database.ts'
import { type JsonValue, parseJson } from './json.ts'

export type SavedScenario = {
  /** Names the scenario within its run. */
  readonly id: string
  readonly scenario: JsonValue
  /** Occurrences per year. */
  readonly likelihood: number
  readonly consequence: JsonValue
  /** What the ranking goes by, highest first. */
  readonly risk: number
  readonly seed: number
}

type ScenarioRow = {
  id: string
  scenario: string
  likelihood: number
  consequence: string
  risk: number
  seed: number
  runId: number
  lineHash: string
}

export type ScenarioTable = ReturnType<typeof scenarioTable>

export function scenarioTable(database: Database) {
  return {
    /** Adds scenarios to a run, all or none; one with the id of an earlier one replaces it. */
    saveScenarios(runId: number, scenarios: readonly SavedScenario[]): void {
      database.transaction(() => {
        for (const { id, scenario, likelihood, consequence, risk, seed } of scenarios) {
          database.run(
            `INSERT OR REPLACE INTO scenario (run_id, id, scenario, likelihood, consequence, risk, seed)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
            runId,
            id,
            JSON.stringify(scenario),
            likelihood,
            JSON.stringify(consequence),
            risk,
            seed,
          )
        }
      })
    },

    /** Those of one run, by risk, highest first. */
    scenarios(runId: number): (SavedScenario & { runId: number; lineHash: string })[] {
      const rows = database.all<ScenarioRow>(
        `SELECT scenario.id, scenario, likelihood, consequence, risk, scenario.seed, run_id AS runId, line_hash AS lineHash
         FROM scenario JOIN run ON run.id = run_id WHERE run_id = ? ORDER BY risk DESC, scenario.id`,
        runId,
      )
      return rows.map((row) => ({
        ...row,
        scenario: parseJson(row.scenario),
        consequence: parseJson(row.consequence),
      }))
    },

    /** The run that last saved scenarios of this line. */
    latestScenarioRun(lineHash: string): number | undefined {
      const sql = 'SELECT max(run_id) AS id FROM scenario JOIN run ON run.id = run_id WHERE line_hash = ?'
      return database.one<{ id: number | null }>(sql, lineHash)?.id ?? undefined
    },
  }
}

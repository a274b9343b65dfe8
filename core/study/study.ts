import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type CheckpointTable, checkpointTable } from './checkpoints.ts'
import { copyDatabase, type Database, emptyDatabase, openDatabase } from './database.ts'
import { StudyError } from './error.ts'
import { type ExperienceTable, experienceTable } from './experiences.ts'
import { type LineTable, lineTable } from './lines.ts'
import { type PolicyTable, policyTable } from './policies.ts'
import { type RunTable, runTable } from './runs.ts'
import { type ScenarioTable, scenarioTable } from './scenarios.ts'

/** The folder an engineer works in: the line file, and one database that keeps everything found out about it. */
export type Study = LineTable &
  RunTable &
  ScenarioTable &
  PolicyTable &
  CheckpointTable &
  ExperienceTable & {
    /** Absolute path. */
    readonly directory: string
    close(): void
  }

/**
 * Opens the study in a folder; with `create`, makes folder and database where there are none yet.
 * Throws StudyError when there is no study, or it is damaged, locked, newer than this program, or cannot be written.
 */
export function openStudy(directory: string, { create = false }: { create?: boolean } = {}): Study {
  const path = join(resolve(directory), 'study.db')
  if (create) makeFolder(resolve(directory))
  else if (!existsSync(path))
    throw new StudyError('There is no study here', 'Name the folder of a study, or start a new one', path)
  return studyIn(directory, openDatabase(path))
}

/**
 * Opens the study to read it. One that may not be written is a copy in memory, one that is not there yet is empty: what is
 * written to these is not kept. Throws as `openStudy` does.
 */
export function readStudy(directory: string): Study {
  const path = join(resolve(directory), 'study.db')
  if (!existsSync(path)) return studyIn(directory, emptyDatabase(path))
  try {
    return openStudy(directory)
  } catch (error) {
    if (!(error instanceof StudyError && error.unwritable)) throw error
    return studyIn(directory, copyDatabase(path))
  }
}

const studyIn = (directory: string, database: Database): Study => ({
  directory: resolve(directory),
  close: database.close,
  ...lineTable(database),
  ...runTable(database),
  ...scenarioTable(database),
  ...policyTable(database),
  ...checkpointTable(database),
  ...experienceTable(database),
})

function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw new StudyError(
      'The folder for the study cannot be made',
      'Choose a folder that may be written',
      directory,
      error,
    )
  }
}

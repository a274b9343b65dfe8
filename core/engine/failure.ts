import { ExportError } from '../export/policy.ts'
import { LogError } from '../plant/log.ts'
import { PlantError } from '../plant/plant-error.ts'
import { UnfitExperience } from '../replay/fit.ts'
import { StudyError } from '../study/error.ts'
import { EngineError, type Problem, type Spared } from './contract.ts'

/** Runs an engine call; mistakes of the caller that lower floors report in their own way come out as `EngineError`. */
export async function reported<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    const problem = studyProblem(error)
    if (problem !== undefined) throw new EngineError([problem])
    if (error instanceof ExportError) {
      throw new EngineError([{ message: error.message.replace(` ${error.remedy}`, ''), remedy: `${error.remedy}.` }])
    }
    if (error instanceof PlantError) {
      throw new EngineError([{ message: `${error.problem}.`, remedy: `${error.remedy}.`, where: error.where }])
    }
    if (error instanceof LogError) {
      const where = `${error.file}:${error.line}:${error.column}`
      throw new EngineError([{ message: `${error.problem}.`, remedy: `${error.remedy}.`, where }])
    }
    throw error
  }
}

/** What is wrong with the study, or with an experience that it keeps; undefined where something else is. */
function studyProblem(error: unknown): Problem | undefined {
  if (error instanceof UnfitExperience) return { message: `${error.problem}.`, remedy: `${error.remedy}.` }
  if (!(error instanceof StudyError)) return undefined
  const [message] = error.message.split(`. ${error.remedy}`)
  return { message: `${message}.`, remedy: `${error.remedy}.`, where: error.path }
}

/** Troubles as a report has them. */
export const troublesIn = (troubles: readonly Problem[]): Spared => (troubles.length === 0 ? {} : { troubles })

/**
 * Does what a job's result can do without, and gives what came of it, or why nothing did where the study is at fault: the
 * result does not go down with it.
 */
export async function spared<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly done: Result } | { readonly trouble: Problem }> {
  try {
    return { done: await work() }
  } catch (error) {
    const trouble = studyProblem(error)
    if (trouble === undefined) throw error
    return { trouble }
  }
}

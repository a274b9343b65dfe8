import { ExportError } from '../export/policy.ts'
import { LogError } from '../plant/log.ts'
import { StudyError } from '../study/error.ts'
import { EngineError } from './contract.ts'

/** Runs an engine call; mistakes of the caller that lower floors report in their own way come out as `EngineError`. */
export async function reported<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof StudyError) {
      const [message] = error.message.split(`. ${error.remedy}`)
      throw new EngineError([{ message: `${message}.`, remedy: `${error.remedy}.`, where: error.path }])
    }
    if (error instanceof ExportError) {
      throw new EngineError([{ message: error.message.replace(` ${error.remedy}`, ''), remedy: `${error.remedy}.` }])
    }
    if (error instanceof LogError) {
      const where = `${error.file}:${error.line}:${error.column}`
      throw new EngineError([{ message: `${error.problem}.`, remedy: `${error.remedy}.`, where }])
    }
    throw error
  }
}

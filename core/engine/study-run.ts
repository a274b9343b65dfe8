import type { JsonValue } from '../study/json.ts'
import type { RunStart } from '../study/runs.ts'
import { openStudy, readStudy, type Study } from '../study/study.ts'
import { versions } from './versions.ts'

/** Opens a study for the time of one call. */
export const inStudy = <Result>(
  directory: string,
  create: boolean,
  call: (study: Study) => Promise<Result>,
): Promise<Result> => closing(openStudy(directory, { create }), call)

/** Opens a study to read it for the time of one call, also where it may not be written. */
export const readingStudy = <Result>(directory: string, call: (study: Study) => Promise<Result>): Promise<Result> =>
  closing(readStudy(directory), call)

async function closing<Result>(study: Study, call: (study: Study) => Promise<Result>): Promise<Result> {
  try {
    return await call(study)
  } finally {
    study.close()
  }
}

/** Runs a job of the study and keeps how it ended: done, cancelled by the user, or failed. */
export async function recorded<Result>(
  study: Study,
  run: number,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
) {
  try {
    const result = await work()
    study.finishRun(run, 'done')
    return result
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    study.finishRun(run, signal?.aborted ? 'interrupted' : 'failed', message)
    throw error
  }
}

export function startRun(
  study: Study,
  kind: RunStart['kind'],
  lineHash: string,
  seed: number,
  configuration: JsonValue,
) {
  return study.startRun({ kind, lineHash, configuration, seed, versions })
}

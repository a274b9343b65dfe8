import { EngineError, type Problem } from '../../core/engine/contract.ts'
import type { WindowEngine, WindowJob } from '../../core/engine/window/contract.ts'
import type { Answer } from '../../core/engine/window/wire.ts'
import { requests } from './requests.ts'

/** Carries out one call of a window. Never throws: whatever was sent or goes wrong comes back as an answer. */
export async function answerTo(
  engine: WindowEngine,
  method: unknown,
  request: unknown,
  job: WindowJob,
): Promise<Answer> {
  if (!isMethod(method)) return unfit('There is no such call.', String(method).slice(0, 50))
  const read = requests[method].safeParse(request)
  if (!read.success) {
    const [first] = read.error.issues
    return unfit(`The call '${method}' does not fit.`, `${first?.path.join('.')}: ${first?.message}`.slice(0, 200))
  }
  try {
    const call = engine[method] as (request: unknown, job: WindowJob) => Promise<unknown>
    // Null for nothing: a wire drops what is undefined.
    return { value: (await call.call(engine, read.data, job)) ?? null }
  } catch (error) {
    return answerToError(error, job.signal)
  }
}

const isMethod = (method: unknown): method is keyof WindowEngine =>
  typeof method === 'string' && Object.hasOwn(requests, method)

const unfit = (message: string, where: string): Answer =>
  failed([{ message, remedy: 'Open the window again: it does not fit the engine that is running.', where }])

const failed = (problems: readonly Problem[]): Answer => ({ problems, refused: false, cancelled: false })

function answerToError(error: unknown, signal: AbortSignal | undefined): Answer {
  if (error instanceof EngineError) return { problems: error.problems, refused: error.refused, cancelled: false }
  if (signal?.aborted || (error instanceof Error && error.name === 'AbortError')) {
    return { problems: [], refused: false, cancelled: true }
  }
  console.error(error)
  return failed([
    {
      message: 'Dreamline met an error of its own.',
      remedy: 'What is saved is safe. Try again, and report it if it comes back.',
      where: ownError(error),
    },
  ])
}

/** What was thrown and the line that threw it. */
function ownError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const thrownAt = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
  return `${error.message}${thrownAt ? ` ${thrownAt.trim()}` : ''}`
}

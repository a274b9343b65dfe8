import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import { ReasonerError } from './reasoner.ts'

/** Does what is asked of a server; what goes wrong comes out as `ReasonerError`, a stop as it is. */
export async function explained<Result>(
  { url, timeout }: { readonly url: string; readonly timeout: number },
  signal: AbortSignal | undefined,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    signal?.throwIfAborted()
    throw reasonerError(error, url, timeout)
  }
}

function reasonerError(error: unknown, url: string, timeout: number): unknown {
  const isSlow =
    error instanceof APIConnectionTimeoutError ||
    error instanceof APIUserAbortError ||
    (error instanceof Error && error.name === 'TimeoutError')
  if (isSlow) {
    const remedy = 'Allow more time, take a smaller model, or see what keeps the server busy.'
    return new ReasonerError(`The reasoner did not answer within ${timeout} s`, remedy, url)
  }
  if (error instanceof APIConnectionError) {
    return new ReasonerError('The reasoner cannot be reached', 'Start the server, or check its address.', url)
  }
  if (!(error instanceof APIError)) return error
  const { status = 0 } = error
  const said = clipped(error.message)
  if (status >= 300 && status < 400) {
    const problem = 'The reasoner sends its callers elsewhere, which is not followed'
    return new ReasonerError(problem, 'Give the address that really answers.', url)
  }
  if (status === 401 || status === 403) {
    return new ReasonerError('The reasoner does not accept the key', 'Set DREAMLINE_REASONER_KEY.', said)
  }
  if (status === 404) {
    return new ReasonerError('The reasoner does not know the model or the path', 'Check its name and address.', said)
  }
  if (status === 429) return new ReasonerError('The reasoner is too busy', 'Try again later, or ask for less.', said)
  return new ReasonerError('The reasoner failed', 'Look at what the server has logged.', said)
}

/** What a server says may be anything: one line of it is enough. */
const clipped = (text: string) => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)

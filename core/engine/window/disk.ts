import { EngineError, type Problem } from '../contract.ts'

/** Writes for a window; what the disk refuses comes out as `EngineError`. `where` is what was to be written. */
export function writing<Result>(where: string, write: () => Result): Result {
  try {
    return write()
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw new EngineError([{ ...refusal(error), where }])
  }
}

const readOnlyCodes = ['EACCES', 'EPERM', 'EROFS']

/** Whether an error says that a place may not be written. */
export const isReadOnly = (error: unknown): boolean => readOnlyCodes.includes(codeOf(error))

function refusal(error: unknown): Problem {
  if (isReadOnly(error)) {
    return {
      message: 'This may not be written: the disk or the folder is read-only, or another program holds the file.',
      remedy:
        'Nothing in the window is lost: keep it open and copy the text to another place, or allow writing and save again.',
    }
  }
  if (codeOf(error) === 'ENOSPC') {
    return {
      message: 'There is no room left on the disk.',
      remedy: 'What was saved before is whole; free some space and save again.',
    }
  }
  return { message: `The disk refused to write (${codeOf(error)}).`, remedy: 'Check the disk, then save again.' }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

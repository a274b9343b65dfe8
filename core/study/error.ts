/** Something is wrong with the study itself. The message says what happened, what to do, and last the path. */
export class StudyError extends Error {
  readonly remedy: string
  readonly path: string
  /** Nothing is wrong but that it cannot be written. */
  readonly unwritable: boolean

  constructor(what: string, remedy: string, path: string, cause?: unknown, unwritable = false) {
    super(`${what}. ${remedy}: ${path}`, { cause })
    this.name = 'StudyError'
    this.remedy = remedy
    this.path = path
    this.unwritable = unwritable
  }
}

/** Something is wrong with the way to the plant's server: what, what to do about it, and where (sensitive, so last). */
export class PlantError extends Error {
  readonly problem: string
  readonly remedy: string
  readonly where: string

  constructor(problem: string, remedy: string, where: string, cause?: unknown) {
    super(`${problem}. ${remedy}: ${where}`, { cause })
    this.name = 'PlantError'
    this.problem = problem
    this.remedy = remedy
    this.where = where
  }
}

/** Nobody answers at the server's address: it may be back later. */
export class UnreachableError extends PlantError {}

/** What somebody else's error says. */
export const saidBy = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!

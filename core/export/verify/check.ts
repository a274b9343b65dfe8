/** One check of an exported folder. */
export interface Check {
  readonly name: string
  /** What does not apply to this export, or needs what another check has already refused, is left out. */
  readonly state: 'holds' | 'fails' | 'left out'
  /** What was found; of a failure, the first difference. */
  readonly text: string
}

/** Thrown within a check at the first thing that does not hold. */
export class Difference extends Error {}

/** Does a check; a `Difference`, and whatever else is thrown by what the folder holds, is how it fails. */
export async function checked(name: string, work: () => string | Promise<string>): Promise<Check> {
  try {
    return { name, state: 'holds', text: await work() }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    return { name, state: 'fails', text: error instanceof Error ? error.message : String(error) }
  }
}

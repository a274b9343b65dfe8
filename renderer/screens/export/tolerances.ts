/** How far block and policy may part, as shares of the ranges. */
export interface Tolerances {
  readonly openLoop: number
  readonly closedLoop: number
}

/** The tolerances that an export's `manifest.json` names; undefined where it is of another form. */
export function tolerancesIn(manifest: string): Tolerances | undefined {
  try {
    const { verification } = JSON.parse(manifest) as {
      verification: { openLoop: { tolerance: unknown }; closedLoop: { together: { tolerance: unknown } } }
    }
    const [openLoop, closedLoop] = [verification.openLoop.tolerance, verification.closedLoop.together.tolerance]
    return typeof openLoop === 'number' && typeof closedLoop === 'number' ? { openLoop, closedLoop } : undefined
  } catch {
    return undefined
  }
}

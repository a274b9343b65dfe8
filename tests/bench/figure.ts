/** Something measured. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** What it is to be at least, or at most. */
  readonly target?: { readonly least: number } | { readonly most: number }
}

export function met({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined
  return 'least' in target ? value >= target.least : value <= target.most
}

/** Shortest time of a few runs, in seconds: what other programs took from the machine is not part of it. */
export async function shortest(runs: number, run: () => Promise<unknown>): Promise<number> {
  await run()
  let best = Infinity
  for (let index = 0; index < runs; index++) {
    const from = performance.now()
    await run()
    best = Math.min(best, performance.now() - from)
  }
  return best / 1000
}

/** One process a core of the smallest workstation. */
const processesAtOnce = 2

/**
 * Trains each seed in a process of its own, a few at a time, and gives all results in their order, or the first failure, which
 * stops the others, once every process has ended.
 */
export async function trainSideBySide<Result>(
  seeds: readonly number[],
  train: (seed: number, signal: AbortSignal) => Promise<Result>,
  stopped: AbortSignal | undefined,
): Promise<readonly Result[]> {
  const stop = new AbortController()
  const signal = stopped ? AbortSignal.any([stopped, stop.signal]) : stop.signal
  const results: Result[] = []
  for (let first = 0; first < seeds.length; first += processesAtOnce) {
    const some = seeds.slice(first, first + processesAtOnce).map((seed) => train(seed, signal))
    results.push(...(await allOrStop(some, stop)))
  }
  return results
}

async function allOrStop<Result>(work: readonly Promise<Result>[], stop: AbortController): Promise<Result[]> {
  const failures: unknown[] = []
  for (const one of work) {
    one.catch((error) => {
      failures.push(error)
      stop.abort()
    })
  }
  await Promise.allSettled(work)
  if (failures.length > 0) throw failures[0]
  return Promise.all(work)
}

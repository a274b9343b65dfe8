import type { RunCard } from '../../../core/engine/window/contract.ts'

/** One thing that runs were set up with, in the order of the runs; empty where a run has no such thing. */
export interface Difference {
  readonly name: string
  readonly values: readonly string[]
}

const settingsOf = ({ seed, configuration, versions }: RunCard): ReadonlyMap<string, string> =>
  new Map(
    [['seed', seed] as const, ...Object.entries(configuration), ...Object.entries(versions)].map(([name, value]) => [
      name,
      String(value),
    ]),
  )

/** How the set-ups of runs differ; of one run alone, all of its set-up. */
export function differencesOf(runs: readonly RunCard[]): readonly Difference[] {
  const settings = runs.map(settingsOf)
  const names = [...new Set(settings.flatMap((each) => [...each.keys()]))]
  return names
    .map((name) => ({ name, values: settings.map((each) => each.get(name) ?? '') }))
    .filter(({ values }) => runs.length === 1 || new Set(values).size > 1)
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { type Recording, recordingOfFilm } from '../../../core/dream/recording.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import type { RandomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario } from '../../../core/scenario/sample.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'

export const lineFile = (name: string) =>
  fileURLToPath(new URL(`../../../assets/lines/${name}.line.yaml`, import.meta.url))

export const lineNamed = (name: string): Line => readLine(readFileSync(lineFile(name), 'utf8'), name)

/** A plant whose uncertain parameters are `spreads` times as far from its line file as the kinds' data sheets say. */
export function plantLike(line: Line, spreads: number, random: RandomSource): Line {
  const found = compilePlant(line).layout.spreads.map((each) => ({
    ...each,
    factor: Math.exp(spreads * each.deviation * random.normal()),
  }))
  const components = line.components.map((component, index) => {
    const own = found.filter((each) => each.component === index)
    const changed = own.map(({ parameter, factor }) => [
      parameter,
      (component.parameters[parameter] as number) * factor,
    ])
    return { ...component, parameters: { ...component.parameters, ...Object.fromEntries(changed) } }
  })
  return { ...line, components }
}

/** What a plant's own log has of some days under its own control, with noise: set points stepped, or `quiet` ones. */
export async function loggedDays(
  plant: Line,
  { days, seed, random, quiet = false }: { days: number; seed: number; random: RandomSource; quiet?: boolean },
): Promise<readonly Recording[]> {
  const compiled = compilePlant(plant)
  const scenarios = Array.from({ length: days }, (): Scenario => {
    const day = faultFreeScenario(plant, compiled.layout, random)
    return { ...day, ...(quiet && { changes: [] }), factors: compiled.layout.spreads.map(() => 1) }
  })
  const { films } = await withDreamer(closeLoop(compiled, baseline), { lanes: days, filming: 'signals' }, (dreamer) =>
    dreamer.dream(scenarios, { seed, film: scenarios.map((_, index) => index) }),
  )
  return films.map(recordingOfFilm)
}

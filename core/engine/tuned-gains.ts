import { tuneBaseline } from '../judge/tune.ts'
import { compilePlant } from '../line/plant.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import type { Job } from './contract.ts'
import type { Source } from './source.ts'
import { type Gains, gainsOf, gainsSetting } from './tuning.ts'

/** The gains of the line's own loops, tuned once for each line and seed. */
export async function tunedGains(study: Study, source: Source, seed: number, job: Job): Promise<readonly Gains[]> {
  const name = gainsSetting(seed)
  const known = study.setting(source.hash, name)
  if (known !== undefined) return known as unknown as readonly Gains[]
  const tuned = await tuneBaseline(source.line, compilePlant(source.line), seed, {
    signal: job.signal,
    onGeneration: (done, total) =>
      job.onProgress?.({ task: "Tuning the line's own loops", done, total, unit: 'generations' }),
  })
  const gains = gainsOf(tuned)
  study.saveSetting(source.hash, name, gains as unknown as JsonValue)
  return gains
}

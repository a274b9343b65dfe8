import type { Replay } from '../replay/replay.ts'
import { randomSource } from '../scenario/random.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import { type FittedModel, fitResidual } from '../train/fit-residual.ts'
import type { Source } from './source.ts'

/**
 * What a training run learns of what a language model told and the balances cannot express; undefined where nothing was told.
 * It is learned once and kept in the study: a run that was stopped goes on with the same, whatever was told meanwhile.
 */
export async function learnFromReplay(
  study: Study,
  { hash, plant }: Source,
  replay: Replay,
  run: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<FittedModel | undefined> {
  const name = `learned by run ${run}`
  const known = study.setting(hash, name)
  if (known !== undefined) return revived(known)
  const fitted = await fitResidual(plant, replay, randomSource(seed).fork('learned'), run, signal)
  const parameters = fitted && Array.from(fitted.model.parameters)
  const kept = fitted ? { ...fitted, model: { ...fitted.model, parameters } } : null
  study.saveSetting(hash, name, kept as unknown as JsonValue)
  return fitted
}

function revived(kept: JsonValue): FittedModel | undefined {
  if (kept === null) return undefined
  const { model, fits } = kept as unknown as FittedModel
  return { model: { ...model, parameters: Float32Array.from(model.parameters) }, fits }
}

import { readFileSync, statSync } from 'node:fs'
import { type GapModel, gapPlant } from '../dream/learned/gap-model.ts'
import { EngineError } from './contract.ts'
import { modelText, readModel } from './log-model-file.ts'
import type { Source } from './source.ts'

/** What was learned from logs of a line, and the SHA-256 of its file's content. */
export interface ExperienceModel {
  readonly model: GapModel
  readonly hash: string
}

/** A model file larger than this is refused before it is read, bytes. */
const largestFile = 200_000_000

/** Reads a model of what the balances of this very line lack. Throws `EngineError`. */
export function experienceModel(path: string, { hash, plant }: Source): ExperienceModel {
  const refuse = (message: string, remedy: string): never => {
    throw new EngineError([{ message, remedy, where: path }])
  }
  const kept = readModel(textOf(path, refuse))
  if (kept.basis !== 'balances and logs') {
    return refuse('The model is of a plant without a line.', 'Learn one with the line file.')
  }
  if (kept.lineHash !== hash) {
    return refuse('The model was learned for another version of the line.', 'Learn it again for this one.')
  }
  try {
    gapPlant(plant, kept.model)
  } catch (error) {
    if (error instanceof RangeError) return refuse('The model does not fit the line.', 'Learn it again for this line.')
    throw error
  }
  return { model: kept.model, hash: modelText(kept).hash }
}

function textOf(path: string, refuse: (message: string, remedy: string) => never): string {
  try {
    if (statSync(path).size <= largestFile) return readFileSync(path, 'utf8')
  } catch {
    return refuse('The learned model cannot be read.', 'Check its name and your rights.')
  }
  return refuse('The file is too large for a learned model.', 'Check that it is one.')
}

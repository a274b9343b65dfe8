import { type CurriculumSettings, usualCurriculum } from '../curriculum/settings.ts'
import { type CurriculumChoice, EngineError } from './contract.ts'

/** Dreams of one task in a round, at most. */
const largestGroup = 64

/** The curriculum as chosen, usual where nothing is. Throws `EngineError` for one that cannot be. */
export function curriculumOf(choice: CurriculumChoice = {}): CurriculumSettings {
  const settings = { ...usualCurriculum, ...choice }
  const { group, again, synthetic } = settings
  const isShare = (value: number) => value >= 0 && value <= 1
  const isGroup = Number.isInteger(group) && group >= 1 && group <= largestGroup
  if (isGroup && isShare(again) && isShare(synthetic) && again + synthetic <= 1) return settings
  const remedy = `Take a group of 1 to ${largestGroup} dreams, and shares from 0 to 1 that are no more than 1 together.`
  throw new EngineError([{ message: 'There can be no such curriculum.', remedy }])
}

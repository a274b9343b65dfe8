import type { FineTuningReport } from '../../engine/contract.ts'
import { formatCount } from '../progress.ts'
import type { Section } from '../sections.ts'

export const fineTuningReport = ({ line, file, examples }: FineTuningReport): Section[] => [
  { title: `${formatCount(examples)} examples of ${line} are in ${file}`, body: '' },
]

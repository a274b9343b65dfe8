import type { ComparedWith } from '../../core/engine/contract.ts'

export type VerdictWord = 'better' | 'no worse' | 'worse' | 'unclear'

/** What the judge counts as worse is unclear where its interval holds a gain as well: too few days to tell. */
export const wordFor = ({ verdict, interval: [low] }: Pick<ComparedWith, 'verdict' | 'interval'>): VerdictWord =>
  verdict === 'worse' && low <= 0 ? 'unclear' : verdict

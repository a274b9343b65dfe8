import type { Spared } from '../../engine/contract.ts'
import type { Section } from '../sections.ts'

/** What did not work and was not needed, or nothing. */
export function troublesSection({ troubles = [] }: Spared): Section[] {
  if (troubles.length === 0) return []
  const texts = troubles.map(({ message, remedy, where }) => `${message} ${remedy}${where ? ` (${where})` : ''}`)
  return [{ title: 'Done without what did not work', body: texts.join('\n') }]
}

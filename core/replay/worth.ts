import type { KeptSequence } from './experience.ts'

/** Over so many rounds of training the value of what an earlier policy did halves. */
const halfLife = 20

/**
 * The sequences to give up so that no more than `limit` experiences stay: first those whose value, halved with the age of
 * their policy, is least; of equals the earliest. What the running line went through cannot be dreamt again and goes last.
 */
export function leastWorth(sequences: readonly KeptSequence[], limit: number): readonly KeptSequence[] {
  let excess = sequences.reduce((sum, { length }) => sum + length, 0) - limit
  if (excess <= 0) return []
  const present = sequences.reduce((latest, { policyRound }) => Math.max(latest, policyRound), 0)
  const isReal = ({ provenance }: KeptSequence) => Number(provenance === 'real')
  const worth = ({ value, policyRound }: KeptSequence) => value * 2 ** ((policyRound - present) / halfLife)
  const byWorth = [...sequences].sort((a, b) => isReal(a) - isReal(b) || worth(a) - worth(b) || a.id - b.id)
  const given: KeptSequence[] = []
  for (const sequence of byWorth) {
    if (excess <= 0) break
    given.push(sequence)
    excess -= sequence.length
  }
  return given
}

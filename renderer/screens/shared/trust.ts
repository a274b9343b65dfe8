import type { Trust } from '../../../core/engine/contract/trust.ts'

/** What is to be said of how far the model can be trusted: a signal leaves its tolerance, none does, the logs end before, or nothing is known. */
export type TrustKind = 'left' | 'whole' | 'reach' | 'none'

export function trustKind(trust: Trust | undefined): TrustKind {
  if (trust === undefined) return 'none'
  if (trust.first !== undefined) return 'left'
  return trust.horizon < trust.whole ? 'reach' : 'whole'
}

/** Share of a dream that is beyond trust, 0 to 1; nothing is where nothing is known. */
export const beyondTrust = (trust: Trust | undefined): number =>
  trust === undefined ? 0 : Math.max(0, 1 - trust.horizon / trust.whole)

/** The logs by name, or by the first where there are many. */
export const logNames = ([name = '', ...others]: readonly string[]): string =>
  others.length < 2 ? [name, ...others].join(', ') : `${name} + ${others.length}`

import type { PolicyCard } from '../../../core/engine/window/contract.ts'

/** Whether a policy may be written out, or why not. */
export type Permission = 'granted' | 'not judged' | 'worse'

export function permissionFor({ judge }: Pick<PolicyCard, 'judge'>): Permission {
  if (judge === undefined) return 'not judged'
  return judge.verdict === 'worse' ? 'worse' : 'granted'
}

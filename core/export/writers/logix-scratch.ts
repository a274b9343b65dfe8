import type { CheckedUnit, Place, Variable } from '../virtual-plc/checked.ts'

/** The types that every Logix controller computes with. */
export type LogixScalar = 'BOOL' | 'DINT' | 'REAL'

/** Variables for what one expression cannot say; the next statement uses them again. */
export interface Scratch {
  take(type: LogixScalar): Place
  /** What `use` takes is free again when it returns. */
  within<T>(use: () => T): T
  /** All that was ever taken. */
  readonly variables: readonly Variable[]
}

const words: Readonly<Record<LogixScalar, string>> = { BOOL: 'scratch_flag', DINT: 'scratch_whole', REAL: 'scratch' }

export const nowhere = { line: 0, column: 0 }

export function scratchFor(unit: CheckedUnit): Scratch {
  const variables: Variable[] = []
  const made: Record<LogixScalar, Place[]> = { BOOL: [], DINT: [], REAL: [] }
  let used: Record<LogixScalar, number> = { BOOL: 0, DINT: 0, REAL: 0 }

  const make = (type: LogixScalar): Place => {
    let number = 1
    const isTaken = (name: string) => unit.variables.has(name) || variables.some((variable) => variable.name === name)
    while (isTaken(`${words[type]}_${number}`.toUpperCase())) number += 1
    const spelling = `${words[type]}_${number}`
    const name = spelling.toUpperCase()
    variables.push({ name, spelling, section: 'VAR', type, initial: undefined })
    return { kind: 'place', path: [name], spelling: [spelling], type, element: undefined, position: nowhere }
  }
  return {
    variables,
    take(type) {
      const at = used[type]
      used = { ...used, [type]: at + 1 }
      made[type][at] ??= make(type)
      return made[type][at]
    },
    within(use) {
      const before = used
      try {
        return use()
      } finally {
        used = before
      }
    },
  }
}

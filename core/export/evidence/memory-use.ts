import type { CheckedUnit } from '../virtual-plc/checked.ts'
import { type Scalar, sizeOf, type Type } from '../virtual-plc/types.ts'

/** Bytes that one instance of a block takes, without what a controller adds for alignment. */
export interface MemoryUse {
  /** Weights and other numbers that never change. */
  readonly constants: number
  /** Inputs, outputs and variables that keep their values from scan to scan. */
  readonly retained: number
  /** VAR_TEMP. */
  readonly temporary: number
}

const bytes: Readonly<Record<Scalar, number>> = { BOOL: 1, INT: 2, UINT: 2, DINT: 4, REAL: 4, LREAL: 8 }

export function memoryUse({ variables }: CheckedUnit): MemoryUse {
  const use = { constants: 0, retained: 0, temporary: 0 }
  for (const { section, type } of variables.values()) {
    const part = section === 'VAR CONSTANT' ? 'constants' : section === 'VAR_TEMP' ? 'temporary' : 'retained'
    use[part] += bytesOf(type)
  }
  return use
}

function bytesOf(type: Type): number {
  if (typeof type === 'string') return bytes[type]
  if (type.kind === 'array') return sizeOf(type) * bytes[type.element]
  if (type.kind === 'struct') return [...type.members.values()].reduce((sum, { type }) => sum + bytesOf(type), 0)
  const { constants, retained, temporary } = memoryUse(type.unit)
  return constants + retained + temporary
}

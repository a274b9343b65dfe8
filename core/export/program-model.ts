import { check } from './virtual-plc/check.ts'
import type { CheckedType, CheckedUnit } from './virtual-plc/checked.ts'
import { parse } from './virtual-plc/parse.ts'

/** A program whose names are resolved and whose types agree, with its comments: what every writer formats. */
export interface ProgramModel {
  /** In the order of the text; no type needs a unit. */
  readonly types: readonly CheckedType[]
  /** In the order of the text: a unit uses those before it only. */
  readonly units: readonly CheckedUnit[]
}

/**
 * What the virtual PLC makes of a Structured Text.
 * @throws StructuredTextError at the first thing that a strict compiler refuses
 */
export function programModel(text: string): ProgramModel {
  const { types, units } = check(parse(text))
  return { types: [...types.values()], units: [...units.values()] }
}

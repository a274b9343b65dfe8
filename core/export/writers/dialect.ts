import type { Input } from '../virtual-plc/checked.ts'
import type { ArrayType, Scalar, Type } from '../virtual-plc/types.ts'
import { literalText } from './literal-text.ts'

/** What the kinds of Structured Text write in different ways. */
export interface Dialect {
  /** A variable of the unit around, then the members on the way; each as it was declared. */
  place(path: readonly string[]): string
  /** A type as a declaration names it. */
  type(type: Type): string
  /** A value in an expression. */
  literal(type: Scalar, value: number): string
  /** A call of a standard function with its inputs in order. */
  standard(name: string, inputs: readonly string[]): string
  /** Whether a REAL equals itself, where a comparison with NaN is not simply FALSE. */
  readonly isNumber?: (place: string) => string
  /** A power where the operator `**` is not known. */
  readonly power?: (base: string, exponent: string) => string
  /** The name of a FUNCTION of the program where it is called. */
  called(name: string): string
  comment(text: string): string
}

/** A parameter's name as its unit declares it. */
export const parameter = (
  variables: ReadonlyMap<string, { readonly spelling: string }>,
  { name }: Pick<Input, 'name'>,
) => variables.get(name)!.spelling

/** IEC 61131-3, as every compiler takes it. */
export const iec: Dialect = {
  place: (path) => path.join('.'),
  type(type) {
    if (typeof type === 'string') return type
    if (type.kind === 'block') return type.unit.spelling
    if (type.kind === 'struct' || type.name !== undefined) return type.name!
    return arrayText(type)
  },
  literal: literalText,
  standard: (name, inputs) => `${name}(${inputs.join(', ')})`,
  called: (name) => name,
  comment: (text) => `(* ${text} *)`,
}

/** An array by its bounds and elements. */
export const arrayText = ({ dimensions, element }: ArrayType): string =>
  `ARRAY [${dimensions.map(({ low, size }) => `${low}..${low + size - 1}`).join(', ')}] OF ${element}`

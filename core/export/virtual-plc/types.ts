import type { CheckedUnit } from './checked.ts'

/** The elementary types; REAL is 32 bits wide, LREAL 64, INT and UINT 16, DINT 32. */
export type Scalar = 'BOOL' | 'INT' | 'UINT' | 'DINT' | 'REAL' | 'LREAL'

export interface ArrayType {
  readonly kind: 'array'
  /** As it was declared in a TYPE; undefined for one declared with its variable. */
  readonly name?: string
  readonly element: Scalar
  /** Per dimension: the lower bound and the number of elements; elements lie in row-major order. */
  readonly dimensions: readonly { readonly low: number; readonly size: number }[]
}

export interface StructType {
  readonly kind: 'struct'
  /** As it was declared in a TYPE. */
  readonly name: string
  /** By upper-case name, in the order of the text. */
  readonly members: ReadonlyMap<string, Member>
}

export interface Member {
  /** The name as it was declared. */
  readonly spelling: string
  readonly type: Type
  readonly comment?: string
}

/** An instance of a function block: its variables are what it remembers between scans. */
export interface BlockType {
  readonly kind: 'block'
  readonly unit: CheckedUnit
}

/** Arrays, structures and blocks are the same type only if they are the same object: their names decide, not their shape. */
export type Type = Scalar | ArrayType | StructType | BlockType

export const scalars: readonly Scalar[] = ['BOOL', 'INT', 'UINT', 'DINT', 'REAL', 'LREAL']

export const isScalar = (type: unknown): type is Scalar => scalars.some((scalar) => scalar === type)
export const isInteger = (type: unknown): type is 'INT' | 'UINT' | 'DINT' =>
  type === 'INT' || type === 'UINT' || type === 'DINT'
export const isReal = (type: unknown): type is 'REAL' | 'LREAL' => type === 'REAL' || type === 'LREAL'

export const sizeOf = (type: ArrayType): number => type.dimensions.reduce((product, { size }) => product * size, 1)

/** The least and the greatest value of an integer type. */
export const range = {
  INT: [-32768, 32767],
  UINT: [0, 65535],
  DINT: [-2147483648, 2147483647],
} as const

/** Brings the exact result of an operation into its type: integers wrap, REAL rounds to the nearest float32. */
export const normalise: Readonly<Record<Scalar, (value: number) => number>> = {
  BOOL: (value) => value,
  INT: (value) => (value << 16) >> 16,
  UINT: (value) => value & 0xffff,
  DINT: (value) => value | 0,
  REAL: Math.fround,
  LREAL: (value) => value,
}

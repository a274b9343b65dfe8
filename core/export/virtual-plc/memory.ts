import type { CheckedUnit, Variable } from './checked.ts'
import { type Scalar, sizeOf, type Type } from './types.ts'

/** A scalar (one element) or an array (all elements, row-major). BOOL is 0 or 1. */
export type Cells = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>

type Memory = Cells | Members

/** The variables of a block's instance or the members of a structure, by upper-case name. */
export type Members = ReadonlyMap<string, Memory>

export function cells(type: Scalar, size: number): Cells {
  if (type === 'REAL') return new Float32Array(size)
  return type === 'LREAL' ? new Float64Array(size) : new Int32Array(size)
}

function allocate(type: Type): Memory {
  if (typeof type === 'string') return cells(type, 1)
  if (type.kind === 'array') return cells(type.element, sizeOf(type))
  if (type.kind === 'block') return allocateUnit(type.unit)
  return new Map([...type.members].map(([name, member]) => [name, allocate(member.type)]))
}

/** Room for everything that one instance of `unit` remembers, with its initial values. */
export function allocateUnit(unit: CheckedUnit): Members {
  const members = new Map([...unit.variables].map(([name, { type }]) => [name, allocate(type)]))
  for (const variable of unit.variables.values()) initialise(variable, members)
  return members
}

/** Sets `variable` of an instance back to its initial value. */
export function initialise(variable: Variable, members: Members): void {
  const memory = members.get(variable.name)!
  const { type, initial } = variable
  if (typeof type === 'object' && type.kind === 'block') {
    for (const inner of type.unit.variables.values()) initialise(inner, memory as Members)
  } else if (initial !== undefined) copy(initial, memory)
  else clear(memory)
}

function clear(memory: Memory): void {
  if (memory instanceof Map) for (const member of memory.values()) clear(member)
  else (memory as Cells).fill(0)
}

/** Copies between memories of one type. */
export function copy(from: Memory, to: Memory): void {
  if (from instanceof Map) for (const [name, member] of from) copy(member, (to as Members).get(name)!)
  else (to as Cells).set(from as Cells)
}

/** The memory at `path`, or undefined where nothing has that name. */
export function find(members: Members, path: readonly string[]): Memory | undefined {
  return path.reduce<Memory | undefined>((at, name) => (at instanceof Map ? at.get(name) : undefined), members)
}

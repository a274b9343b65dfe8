import { check } from './check.ts'
import type { CheckedUnit, Variable } from './checked.ts'
import type { Frame } from './compile-expression.ts'
import { compileUnit } from './compile-statement.ts'
import { allocateUnit, type Cells, find, initialise, type Members } from './memory.ts'
import type { Dialect } from './scope.ts'
import type { Program } from './syntax.ts'
import { isInteger, range, type Scalar } from './types.ts'

/** One running instance of a FUNCTION_BLOCK or PROGRAM. Names are case-insensitive. */
export interface Block {
  /**
   * Gives a VAR_INPUT or VAR_IN_OUT its value, kept until it is given another; arrays row-major. REAL is rounded to
   * float32. Throws TypeError for an unknown name or a value that does not fit.
   */
  set(input: string, value: number | boolean | readonly number[] | Float32Array): void
  /** Runs the body once. Throws StructuredTextError for what would stop a controller. */
  scan(): void
  /**
   * The value of any variable; `pid.integral` reaches into instances and structures. Arrays are copies, row-major, of
   * the type that holds them: REAL as Float32Array, LREAL as Float64Array, all others as Int32Array.
   * Throws TypeError for an unknown name.
   */
  get(name: string): number | boolean | Cells
  /** Sets every variable back to its initial value. */
  reset(): void
}

/**
 * Makes an instance of the block `blockName`.
 * @throws StructuredTextError where names or types of the program are wrong, TypeError where it has no such block
 */
export function instantiate(program: Program, blockName: string, dialect: Dialect = 'portable'): Block {
  const unit = check(program, dialect).units.get(blockName.toUpperCase())
  if (unit === undefined || unit.kind === 'FUNCTION') {
    throw new TypeError(`the program has no FUNCTION_BLOCK or PROGRAM ${blockName}`)
  }
  const members = allocateUnit(unit)
  const scan = compileUnit(unit, members, functionFrames())
  return {
    set: (input, value) => setInput(unit, members, input, value),
    scan,
    get: (name) => getVariable(unit, members, name),
    reset() {
      for (const variable of unit.variables.values()) initialise(variable, members)
    },
  }
}

/** Every FUNCTION is compiled once, on one memory. */
function functionFrames(): Frame['functionFrame'] {
  const frames = new Map<CheckedUnit, { members: Members; run: () => void }>()
  return function functionFrame(unit) {
    const known = frames.get(unit)
    if (known !== undefined) return known
    const members = allocateUnit(unit)
    const made = { members, run: compileUnit(unit, members, functionFrame) }
    frames.set(unit, made)
    return made
  }
}

function setInput(
  unit: CheckedUnit,
  members: Members,
  input: string,
  value: number | boolean | readonly number[] | Float32Array,
): void {
  const variable = unit.variables.get(input.toUpperCase())
  if (variable?.section !== 'VAR_INPUT' && variable?.section !== 'VAR_IN_OUT') {
    throw new TypeError(`${unit.name} has no input ${input}`)
  }
  const { type } = variable
  if (typeof type === 'object' && type.kind !== 'array')
    throw new TypeError(`${input} is a structure and cannot be set`)
  const scalar = typeof type === 'string' ? type : type.element
  const values = typeof value === 'object' ? [...value] : [value]
  const cells = members.get(variable.name) as Cells
  if ((typeof type === 'object') !== (typeof value === 'object') || values.length !== cells.length) {
    throw new TypeError(`${input} takes ${typeof type === 'object' ? `an array of ${cells.length}` : 'one value'}`)
  }
  cells.set(values.map((one) => toCell(scalar, one, input)))
}

function toCell(scalar: Scalar, value: number | boolean, input: string): number {
  const misfit = () => new TypeError(`${input} takes ${scalar} and was given ${value}`)
  if (scalar === 'BOOL') {
    if (typeof value === 'boolean') return value ? 1 : 0
    throw misfit()
  }
  if (typeof value === 'boolean') throw misfit()
  if (!isInteger(scalar)) return value
  const [low, high] = range[scalar]
  if (Number.isInteger(value) && value >= low && value <= high) return value
  throw misfit()
}

function getVariable(unit: CheckedUnit, members: Members, name: string): number | boolean | Cells {
  const path = name.toUpperCase().split('.')
  const memory = find(members, path)
  if (memory === undefined || memory instanceof Map) throw new TypeError(`${unit.name} has no variable ${name}`)
  const cells = memory as Cells
  const type = path.slice(1).reduce((at, member) => memberType(at, member), unit.variables.get(path[0]!)!.type)
  if (typeof type === 'object') return cells.slice()
  return type === 'BOOL' ? cells[0] === 1 : cells[0]!
}

/** The type of a member that is known to exist. */
function memberType(type: Variable['type'], member: string): Variable['type'] {
  if (typeof type === 'object' && type.kind === 'struct') return type.members.get(member)!.type
  if (typeof type === 'object' && type.kind === 'block') return type.unit.variables.get(member)!.type
  throw new TypeError(`${member} is no member`)
}

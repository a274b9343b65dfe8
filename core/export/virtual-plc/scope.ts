import type { CheckedUnit, Variable } from './checked.ts'
import { type Position, StructuredTextError } from './error.ts'
import type { Place } from './syntax.ts'
import { type BlockType, isScalar, type StructType, type Type } from './types.ts'

/** `logix`: an assignment converts between the types of numbers, and 0 and 1 stand for FALSE and TRUE. */
export type Dialect = 'portable' | 'logix'

/** The names that a unit's body can see. */
export interface Scope {
  readonly dialect: Dialect
  readonly variables: ReadonlyMap<string, Variable>
  /** Functions and function blocks declared above. */
  readonly units: ReadonlyMap<string, CheckedUnit>
  /** Control variables of the FOR loops around the statement: they may not be assigned. */
  readonly counters: readonly string[]
}

export const textOf = ({ name, members }: Place): string => [name, ...members].join('.')

/**
 * The type of the variable or member that `place` names, before its subscripts.
 * @throws StructuredTextError for an undeclared name and for what an instance does not show
 */
export function typeOfPath(scope: Scope, place: Place): Type {
  const variable = scope.variables.get(place.name)
  if (variable === undefined) throw new StructuredTextError(place.position, `${place.name} is not declared`)
  let type = variable.type
  for (const member of place.members) type = typeOfMember(type, member, place)
  return type
}

/** The names on `path`, a variable that is there and members after it, as they were declared. */
export function spellingOf(scope: Scope, path: readonly string[]): readonly string[] {
  const [name, ...members] = path as [string, ...string[]]
  const variable = scope.variables.get(name)!
  const spelling = [variable.spelling]
  let { type } = variable
  for (const member of members) {
    const of = type as StructType | BlockType
    const found = of.kind === 'struct' ? of.members.get(member)! : of.unit.variables.get(member)!
    spelling.push(found.spelling)
    type = found.type
  }
  return spelling
}

function typeOfMember(type: Type, member: string, place: Place): Type {
  const refuse = (message: string) => new StructuredTextError(place.position, `${textOf(place)}: ${message}`)
  if (typeof type === 'string' || type.kind === 'array') throw refuse('only structures and instances have members')
  if (type.kind === 'struct') {
    const found = type.members.get(member)
    if (found === undefined) throw refuse(`the structure has no member ${member}`)
    return found.type
  }
  const output = type.unit.variables.get(member)
  if (output?.section === 'VAR_OUTPUT') return output.type
  throw refuse(`${member} is no VAR_OUTPUT of ${type.unit.name}, and only outputs can be read from outside`)
}

/** @throws StructuredTextError where the unit may not write to `place` */
export function requireAssignable(scope: Scope, place: Place): void {
  const refuse = (message: string) => new StructuredTextError(place.position, message)
  const { section, type } = scope.variables.get(place.name)!
  if (section === 'VAR_INPUT') throw refuse(`${place.name} is a VAR_INPUT and cannot be assigned: copy it to a VAR`)
  if (section === 'VAR CONSTANT') throw refuse(`${place.name} is a constant and cannot be assigned`)
  if (scope.counters.includes(place.name)) throw refuse(`${place.name} counts the loop around and cannot be assigned`)
  if (typeof type === 'object' && type.kind === 'block') {
    throw refuse(`${textOf(place)} belongs to an instance: pass inputs where it is called`)
  }
}

export const mismatch = (position: Position, what: string, found: string, needed: string): StructuredTextError =>
  new StructuredTextError(position, `${what} is ${found} where ${needed} is needed${advice(found, needed)}`)

function advice(found: string, needed: string): string {
  if (needed === 'BOOL') return ': compare it'
  return isScalar(found) && found !== 'BOOL' ? `: convert it with ${found}_TO_${needed}` : ''
}

import { literalValue } from './check-expression.ts'
import { checkStatements } from './check-statement.ts'
import type { CheckedProgram, CheckedType, CheckedUnit, Variable } from './checked.ts'
import { type Position, StructuredTextError } from './error.ts'
import { type Cells, cells } from './memory.ts'
import type { Dialect } from './scope.ts'
import { standardFunctions } from './standard-functions.ts'
import type { ArrayReference, Commented, Declaration, Program, TypeDeclaration, TypeReference, Unit } from './syntax.ts'
import { type ArrayType, isScalar, type Member, type StructType, sizeOf, type Type } from './types.ts'

/** What the text declared so far; a name is known below its declaration only, so nothing can call itself. */
interface Declared {
  readonly types: Map<string, CheckedType>
  readonly units: Map<string, CheckedUnit>
}

/**
 * Resolves names and types of a whole program.
 * @throws StructuredTextError at the first thing that a strict compiler refuses
 */
export function check(program: Program, dialect: Dialect = 'portable'): CheckedProgram {
  const declared: Declared = { types: new Map(), units: new Map() }
  for (const declaration of program) {
    requireFreeName(declared, declaration.name, declaration.position)
    if (declaration.kind === 'TYPE') declared.types.set(declaration.name, checkType(declared, declaration))
    else declared.units.set(declaration.name, checkUnit(declared, declaration, dialect))
  }
  return declared
}

function requireFreeName({ types, units }: Declared, name: string, position: Position): void {
  if (standardFunctions.has(name))
    throw new StructuredTextError(position, `${name} is a standard function: rename this`)
  if (types.has(name) || units.has(name))
    throw new StructuredTextError(position, `${name} is taken by a declaration above: rename this`)
}

function checkType(declared: Declared, declaration: TypeDeclaration): CheckedType {
  const { spelling, definition } = declaration
  const type: CheckedType['type'] =
    definition.kind === 'struct'
      ? { kind: 'struct', name: spelling, members: checkMembers(declared, definition.members) }
      : { ...resolveArray(definition), name: spelling }
  return { spelling, type, ...commentOf(declaration) }
}

const commentOf = ({ comment }: Commented): Commented => (comment === undefined ? {} : { comment })

function checkMembers(declared: Declared, declarations: readonly Declaration[]): StructType['members'] {
  const members = new Map<string, Member>()
  for (const declaration of declarations) {
    const { name, spelling, type, position } = declaration
    if (members.has(name)) throw new StructuredTextError(position, `the member ${name} is declared twice`)
    const member = resolve(declared, type)
    if (typeof member === 'object' && member.kind === 'block') {
      throw new StructuredTextError(type.position, 'a structure cannot hold a function block')
    }
    members.set(name, { spelling, type: member, ...commentOf(declaration) })
  }
  return members
}

function resolveArray({ ranges, element, position }: ArrayReference): ArrayType {
  if (!isScalar(element)) throw new StructuredTextError(position, 'an array holds scalars only')
  return { kind: 'array', element, dimensions: ranges.map(([low, high]) => ({ low, size: high - low + 1 })) }
}

function resolve({ types, units }: Declared, reference: TypeReference): Type {
  if (reference.kind === 'array') return resolveArray(reference)
  const { name, position } = reference
  if (isScalar(name)) return name
  const type = types.get(name)
  if (type !== undefined) return type.type
  const unit = units.get(name)
  if (unit?.kind === 'FUNCTION_BLOCK') return { kind: 'block', unit }
  throw new StructuredTextError(position, `the type ${name} is not declared above`)
}

function checkUnit(declared: Declared, unit: Unit, dialect: Dialect): CheckedUnit {
  const { kind, name, spelling, comments, position } = unit
  const variables = new Map<string, Variable>()
  for (const declaration of unit.declarations) {
    requireFreeName(declared, declaration.name, declaration.position)
    if (variables.has(declaration.name) || declaration.name === name) {
      throw new StructuredTextError(declaration.position, `${declaration.name} is declared twice`)
    }
    variables.set(declaration.name, checkVariable(declared, unit, declaration))
  }
  const result = unit.result === undefined ? undefined : resolve(declared, unit.result)
  if (result !== undefined && !isScalar(result)) {
    throw new StructuredTextError(position, `the FUNCTION ${name} must return a single value`)
  }
  if (result !== undefined) variables.set(name, { name, spelling, section: 'RESULT', type: result, initial: undefined })
  const body = checkStatements({ dialect, variables, units: declared.units, counters: [] }, unit.body)
  return { kind, name, spelling, comments, result, variables, body }
}

function checkVariable(declared: Declared, unit: Unit, declaration: Declaration): Variable {
  const { name, spelling, section, position } = declaration
  const refuse = (message: string) => new StructuredTextError(position, message)
  if (unit.kind === 'FUNCTION' && (section === 'VAR_OUTPUT' || section === 'VAR_IN_OUT')) {
    throw refuse(`a FUNCTION with ${section} depends on the order of evaluation: use a FUNCTION_BLOCK`)
  }
  if (section === 'VAR_IN_OUT' && declaration.initial !== undefined) throw refuse('a VAR_IN_OUT has no initial value')
  if (section === 'VAR CONSTANT' && declaration.initial === undefined)
    throw refuse(`the constant ${name} lacks a value`)
  const type = resolve(declared, declaration.type)
  if (typeof type === 'object' && type.kind === 'block' && (section !== 'VAR' || unit.kind === 'FUNCTION')) {
    throw refuse(`the instance ${name} must stand in the VAR section of a block: it remembers`)
  }
  return { name, spelling, section, type, initial: checkInitial(type, declaration), ...commentOf(declaration) }
}

function checkInitial(type: Type, { name, initial, position }: Declaration): Cells | undefined {
  if (initial === undefined) return undefined
  if (isScalar(type)) {
    if ('kind' in initial) return cells(type, 1).fill(literalValue(initial, type))
    throw new StructuredTextError(position, `${name} is no array: write its initial value without brackets`)
  }
  if (type.kind !== 'array')
    throw new StructuredTextError(position, `${name} takes no initial value: assign its members`)
  if ('kind' in initial) throw new StructuredTextError(position, `${name} is an array: write [value, value, ...]`)
  const size = sizeOf(type)
  if (initial.length !== size) {
    throw new StructuredTextError(position, `${name} has ${size} elements and ${initial.length} initial values`)
  }
  const values = cells(type.element, size)
  values.set(initial.map((literal) => literalValue(literal, type.element)))
  return values
}

import type { CheckedUnit, Statement, Variable } from '../virtual-plc/checked.ts'
import type { Type } from '../virtual-plc/types.ts'
import { logixArray, logixExpression, logixPlace, logixScalar, refused } from './logix-expression.ts'
import { type Scratch, scratchFor } from './logix-scratch.ts'

/** A unit in the words of a Logix controller's Structured Text. */
export interface LogixUnit {
  /** Its own variables, then those that hold what one expression cannot say. */
  readonly variables: readonly Variable[]
  readonly body: readonly Statement[]
}

/**
 * Rewrites a unit without what Logix lacks: EXP and EXPT become `**`; MIN, MAX, LIMIT and SEL become an IF ahead of the
 * statement; a conversion becomes an assignment, which converts on Logix. INT and UINT become DINT, so their overflows differ.
 * @throws ExportError for what has no counterpart: LREAL, MUX, RETURN, structures, and calls of other units
 */
export function logixUnit(unit: CheckedUnit): LogixUnit {
  const scratch = scratchFor(unit)
  const body = logixStatements(scratch, unit.body)
  const own = [...unit.variables.values()].map((variable) => ({ ...variable, type: logixType(variable.type) }))
  return { variables: [...own, ...scratch.variables], body }
}

function logixType(type: Type): Type {
  if (typeof type === 'string') return logixScalar(type)
  if (type.kind === 'array') return logixArray(type)
  throw refused(type.kind === 'struct' ? `structure such as ${type.name}` : `instance of ${type.unit.spelling}`)
}

const logixStatements = (scratch: Scratch, statements: readonly Statement[]): readonly Statement[] =>
  statements.flatMap((statement) => scratch.within(() => logixStatement(scratch, statement)))

function logixStatement(scratch: Scratch, statement: Statement): readonly Statement[] {
  const statements: Statement[] = []
  const ahead = { scratch, statements }
  switch (statement.kind) {
    case 'remark':
    case 'exit':
      return [statement]
    case 'assign': {
      const { value } = statement
      if (value.kind === 'place') throw refused(`assignment of whole arrays such as ${value.spelling.join('.')}`)
      const target = logixPlace(ahead, statement.target)
      const assigned = logixExpression(ahead, value)
      return [...statements, { ...statement, target, value: assigned }]
    }
    case 'if':
      return logixIf(scratch, statement)
    case 'case': {
      const selector = logixExpression(ahead, statement.selector)
      const branches = statement.branches.map((branch) => ({ ...branch, body: logixStatements(scratch, branch.body) }))
      return [
        ...statements,
        { ...statement, selector, branches, otherwise: logixStatements(scratch, statement.otherwise) },
      ]
    }
    case 'for': {
      const [from, to, by] = [statement.from, statement.to, statement.by].map((each) => logixExpression(ahead, each))
      const variable = logixPlace(ahead, statement.variable)
      const body = logixStatements(scratch, statement.body)
      return [...statements, { ...statement, variable, from: from!, to: to!, by: by!, body }]
    }
    case 'while': {
      const condition = logixExpression(ahead, statement.condition)
      return [
        ...statements,
        { ...statement, condition, body: [...logixStatements(scratch, statement.body), ...statements] },
      ]
    }
    case 'repeat': {
      const condition = logixExpression(ahead, statement.condition)
      return [{ ...statement, condition, body: [...logixStatements(scratch, statement.body), ...statements] }]
    }
    case 'return':
      throw refused('RETURN')
    case 'invoke':
      throw refused(`calls of blocks such as ${statement.unit.spelling}`)
  }
}

/** An ELSIF stays one where nothing must be computed ahead of its condition. */
function logixIf(scratch: Scratch, statement: Statement & { readonly kind: 'if' }): readonly Statement[] {
  const ahead: Statement[] = []
  const [first, ...rest] = statement.branches
  const condition = logixExpression({ scratch, statements: ahead }, first!.condition)
  const branch = { condition, body: logixStatements(scratch, first!.body) }
  const others =
    rest.length > 0
      ? logixIf(scratch, { kind: 'if', branches: rest, otherwise: statement.otherwise })
      : logixStatements(scratch, statement.otherwise)
  const [only] = others
  if (rest.length > 0 && others.length === 1 && only?.kind === 'if') {
    return [...ahead, { ...statement, branches: [branch, ...only.branches], otherwise: only.otherwise }]
  }
  return [...ahead, { ...statement, branches: [branch], otherwise: others }]
}

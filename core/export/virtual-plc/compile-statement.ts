import type { Evaluate } from './arithmetic.ts'
import type { CheckedUnit, Place, Statement } from './checked.ts'
import { cellsAt, compileExpression, compileInputs, compileOffset, type Frame, memoryAt } from './compile-expression.ts'
import { StructuredTextError } from './error.ts'
import { copy, initialise, type Members } from './memory.ts'
import type { Remark } from './syntax.ts'
import { range } from './types.ts'

type Completion = typeof done | typeof exited | typeof returned
const done = 0
const exited = 1
const returned = 2

type Run = () => Completion

/** A loop that goes round more often than this in one scan would trip a controller's watchdog. */
const watchdog = 10_000_000

/**
 * Compiles `unit` on the memory of one instance; the function returned runs it once.
 * That run throws StructuredTextError for what stops a controller: an index out of range, an integer division by zero,
 * a conversion beyond its range, a loop without end.
 */
export function compileUnit(unit: CheckedUnit, members: Members, functionFrame: Frame['functionFrame']): () => void {
  const forgotten = [...unit.variables.values()].filter(({ section }) =>
    unit.kind === 'FUNCTION' ? section !== 'VAR_INPUT' && section !== 'VAR CONSTANT' : section === 'VAR_TEMP',
  )
  const body = compileStatements({ members, functionFrame }, unit.body)
  return () => {
    for (const variable of forgotten) initialise(variable, members)
    body()
  }
}

function compileStatements(frame: Frame, statements: readonly Statement[]): Run {
  const runs = statements.flatMap((statement) =>
    statement.kind === 'remark' ? [] : [compileStatement(frame, statement)],
  )
  if (runs.length === 1) return runs[0]!
  return () => {
    for (let i = 0; i < runs.length; i++) {
      const completion = runs[i]!()
      if (completion !== done) return completion
    }
    return done
  }
}

function compileStatement(frame: Frame, statement: Exclude<Statement, Remark>): Run {
  switch (statement.kind) {
    case 'assign':
      return compileAssignment(frame, statement)
    case 'invoke':
      return compileInvocation(frame, statement)
    case 'if':
      return compileIf(frame, statement)
    case 'case':
      return compileCase(frame, statement)
    case 'for':
      return compileFor(frame, statement)
    case 'while':
    case 'repeat':
      return compileLoop(frame, statement)
    case 'exit':
      return () => exited
    case 'return':
      return () => returned
  }
}

function compileAssignment(frame: Frame, { target, value }: Statement & { kind: 'assign' }): Run {
  if (value.kind === 'place') return compileCopy(frame, value, target)
  const evaluate = compileExpression(frame, value)
  const to = cellsAt(frame, target)
  const offset = target.element === undefined ? () => 0 : compileOffset(frame, target)
  if (target.element !== undefined) {
    return () => {
      to[offset()] = evaluate()
      return done
    }
  }
  return to instanceof Float32Array ? assignReal(to, evaluate) : assign(to, evaluate)
}

const assignReal =
  (to: Float32Array, evaluate: Evaluate): Run =>
  () => {
    to[0] = evaluate()
    return done
  }

const assign =
  (to: Float64Array | Int32Array, evaluate: Evaluate): Run =>
  () => {
    to[0] = evaluate()
    return done
  }

function compileCopy(frame: Frame, from: Place, to: Place): Run {
  const source = memoryAt(frame, from)
  const target = memoryAt(frame, to)
  return () => {
    copy(source, target)
    return done
  }
}

/** What a VAR_IN_OUT stands for is copied in and out, which shows nothing else as no two share a variable. */
function compileInvocation(frame: Frame, statement: Statement & { kind: 'invoke' }): Run {
  const { instance, unit, inputs, inOuts, outputs } = statement
  const callee = memoryAt(frame, instance) as Members
  const pass = compileInputs(frame, inputs, callee)
  const links = inOuts.map(({ name, place }) => ({ inner: callee.get(name)!, outer: memoryAt(frame, place) }))
  const results = outputs.map(({ name, place }) => compileOutput(frame, callee, name, place))
  const run = compileUnit(unit, callee, frame.functionFrame)
  return () => {
    pass()
    for (const { inner, outer } of links) copy(outer, inner)
    run()
    for (const { inner, outer } of links) copy(inner, outer)
    for (const store of results) store()
    return done
  }
}

function compileOutput(frame: Frame, callee: Members, name: string, place: Place): () => void {
  const from = callee.get(name)!
  if (place.element === undefined) {
    const to = memoryAt(frame, place)
    return () => copy(from, to)
  }
  const offset = compileOffset(frame, place)
  const to = cellsAt(frame, place)
  return () => to.set(from as typeof to, offset())
}

function compileIf(frame: Frame, { branches, otherwise }: Statement & { kind: 'if' }): Run {
  const compiled = branches.map(({ condition, body }) => ({
    condition: compileExpression(frame, condition),
    body: compileStatements(frame, body),
  }))
  const last = compileStatements(frame, otherwise)
  return () => {
    for (let i = 0; i < compiled.length; i++) if (compiled[i]!.condition() !== 0) return compiled[i]!.body()
    return last()
  }
}

function compileCase(frame: Frame, statement: Statement & { kind: 'case' }): Run {
  const selector = compileExpression(frame, statement.selector)
  const branches = statement.branches.map(({ labels, body }) => ({ labels, body: compileStatements(frame, body) }))
  const otherwise = compileStatements(frame, statement.otherwise)
  return () => {
    const value = selector()
    const taken = branches.find(({ labels }) => labels.some(([low, high]) => value >= low && value <= high))
    return (taken?.body ?? otherwise)()
  }
}

/** Bounds and step are computed once (IEC 61131-3:2013, 7.3.3.4.2); afterwards the variable is one step beyond. */
function compileFor(frame: Frame, statement: Statement & { kind: 'for' }): Run {
  const { variable, position } = statement
  const counter = cellsAt(frame, variable)
  const from = compileExpression(frame, statement.from)
  const to = compileExpression(frame, statement.to)
  const by = compileExpression(frame, statement.by)
  const body = compileStatements(frame, statement.body)
  const [least, greatest] = range[variable.type as 'INT' | 'UINT' | 'DINT']
  return () => {
    const end = to()
    const step = by()
    if (step === 0) throw new StructuredTextError(position, 'this FOR loop has a step of zero and never ends')
    let value = from()
    for (; step > 0 ? value <= end : value >= end; value += step) {
      counter[0] = value
      const completion = body()
      if (completion === exited) return done
      if (completion === returned) return returned
    }
    if (value < least || value > greatest) {
      throw new StructuredTextError(position, `${variable.path[0]} overflows beyond ${end}, so this loop never ends`)
    }
    counter[0] = value
    return done
  }
}

function compileLoop(frame: Frame, { kind, position, ...loop }: Statement & { kind: 'while' | 'repeat' }): Run {
  const condition = compileExpression(frame, loop.condition)
  const body = compileStatements(frame, loop.body)
  return () => {
    for (let turn = 0; turn < watchdog; turn++) {
      if (kind === 'while' && condition() === 0) return done
      const completion = body()
      if (completion === exited) return done
      if (completion === returned) return returned
      if (kind === 'repeat' && condition() !== 0) return done
    }
    throw new StructuredTextError(position, `this loop goes round more than ${watchdog} times in one scan`)
  }
}

import type { CheckedUnit, Place, Statement } from '../virtual-plc/checked.ts'
import { expressionInC, placeInC, scalarTypes, valueInC } from './c-expression.ts'
import { parameter } from './dialect.ts'
import { indented } from './statement-text.ts'

export const commentInC = (text: string) => `/* ${text.replaceAll('*/', '* /').replaceAll('/*', '/ *')} */`

/** Statements of `unit`, line by line. */
export const statementsInC = (unit: CheckedUnit, statements: readonly Statement[]): readonly string[] =>
  statements.flatMap((statement, at) => {
    const lines = statementInC(unit, statement)
    const first = at > 0 && statement.kind === 'remark' && statements[at - 1]!.kind !== 'remark' ? [''] : []
    if (statement.comment === undefined) return [...first, ...lines]
    return [...first, ...lines.slice(0, -1), `${lines.at(-1)} ${commentInC(statement.comment)}`]
  })

function statementInC(unit: CheckedUnit, statement: Statement): readonly string[] {
  const expression = (each: Parameters<typeof expressionInC>[1]) => expressionInC(unit, each)
  const braced = (head: string, body: readonly Statement[]) => [
    `${head} {`,
    ...indented(statementsInC(unit, body)),
    '}',
  ]
  switch (statement.kind) {
    case 'remark':
      return [commentInC(statement.text)]
    case 'assign':
      return [store(placeInC(unit, statement.target), statement.target, valueInC(unit, statement.value))]
    case 'invoke':
      return invocation(unit, statement)
    case 'if':
      return chain(
        statement.branches.map(({ condition, body }) => braced(`if (${expression(condition)})`, body)),
        statement.otherwise.length === 0 ? undefined : braced('', statement.otherwise),
      )
    case 'case': {
      const within = ([low, high]: readonly [number, number]) =>
        low === high ? `selector == ${low}` : `(selector >= ${low} && selector <= ${high})`
      const branches = statement.branches.map(({ labels, body }) =>
        braced(`if (${labels.map(within).join(' || ')})`, body),
      )
      const otherwise = statement.otherwise.length === 0 ? undefined : braced('', statement.otherwise)
      const selector = `const ${scalarTypes[statement.selector.type]} selector = ${expression(statement.selector)};`
      return [
        '{',
        ...indented([selector, ...(branches.length === 0 ? (otherwise ?? []) : chain(branches, otherwise))]),
        '}',
      ]
    }
    case 'for':
      return loop(unit, statement)
    case 'while':
      return braced(`while (${expression(statement.condition)})`, statement.body)
    case 'repeat':
      return [
        'do {',
        ...indented(statementsInC(unit, statement.body)),
        `} while (!(${expression(statement.condition)}));`,
      ]
    case 'exit':
      return ['break;']
    case 'return':
      return [unit.kind === 'FUNCTION' ? `return ${unit.spelling};` : 'return;']
  }
}

/** CASE is a chain too: a break inside a switch would leave the switch and not the loop around it. */
function chain(branches: readonly (readonly string[])[], otherwise: readonly string[] | undefined): readonly string[] {
  const all = otherwise === undefined ? branches : [...branches, otherwise]
  return all.flatMap((lines, at) => {
    const head = at === 0 ? lines[0]! : `} else ${lines[0]!.trimStart()}`
    return [head, ...lines.slice(1, at === all.length - 1 ? undefined : -1)]
  })
}

/** Bounds and step are computed once; afterwards the counter is one step beyond. */
function loop(unit: CheckedUnit, { variable, from, to, by, body }: Statement & { kind: 'for' }): readonly string[] {
  const counter = placeInC(unit, variable)
  const [start, end, step] = [from, to, by].map((each) => expressionInC(unit, each)) as [string, string, string]
  const inner = indented(statementsInC(unit, body))
  if (by.kind === 'literal' && to.kind === 'literal') {
    const comparison = by.value > 0 ? '<=' : '>='
    const advance = by.value === 1 ? `${counter}++` : `${counter} += ${step}`
    return [`for (${counter} = ${start}; ${counter} ${comparison} ${end}; ${advance}) {`, ...inner, '}']
  }
  const type = scalarTypes[variable.type as 'INT' | 'UINT' | 'DINT']
  const goesOn = `step > 0 ? ${counter} <= last : ${counter} >= last`
  return [
    '{',
    `  const ${type} last = ${end};`,
    `  const ${type} step = ${step};`,
    ...indented([`for (${counter} = ${start}; ${goesOn}; ${counter} += step) {`, ...inner, '}']),
    '}',
  ]
}

function invocation(unit: CheckedUnit, statement: Statement & { kind: 'invoke' }): readonly string[] {
  const { instance, unit: callee, inputs, inOuts, outputs } = statement
  const name = placeInC(unit, instance)
  const inner = (each: { readonly name: string }) => `${name}.${parameter(callee.variables, each)}`
  const typed = (each: { readonly name: string }) => callee.variables.get(each.name)!
  return [
    ...inputs.map((input) => store(inner(input), typed(input), valueInC(unit, input.value))),
    ...inOuts.map((link) => store(inner(link), typed(link), placeInC(unit, link.place))),
    `${callee.spelling}_step(&${name});`,
    ...[...inOuts, ...outputs].map((link) => store(placeInC(unit, link.place), typed(link), inner(link))),
  ]
}

/** C does not assign arrays. */
const store = (target: string, { type }: Pick<Place, 'type'>, value: string) =>
  typeof type === 'object' && type.kind === 'array'
    ? `memcpy(${target}, ${value}, sizeof(${type.name}));`
    : `${target} = ${value};`

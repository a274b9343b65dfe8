import type { CheckedType, Variable } from '../virtual-plc/checked.ts'
import type { ArrayType } from '../virtual-plc/types.ts'
import { arrayText, type Dialect } from './dialect.ts'
import { listLines, literalText } from './literal-text.ts'
import { indented } from './statement-text.ts'

/** Variables in their sections, a new section wherever it changes. */
export function sectionLines(variables: readonly Variable[], dialect: Dialect): readonly string[] {
  return variables.flatMap((variable, at) => {
    const opens = variables[at - 1]?.section !== variable.section
    const closes = variables[at + 1]?.section !== variable.section
    const lines = indented(declarationLines(variable, dialect))
    return [...(opens ? [variable.section] : []), ...lines, ...(closes ? ['END_VAR'] : [])]
  })
}

/** One variable with its initial value and its comment. */
export function declarationLines({ spelling, type, initial, comment }: Variable, dialect: Dialect): readonly string[] {
  const head = `${spelling} : ${dialect.type(type)}`
  const end = comment === undefined ? ';' : `; ${dialect.comment(comment)}`
  if (initial === undefined) return [`${head}${end}`]
  if (typeof type === 'string') return [`${head} := ${literalText(type, initial[0]!)}${end}`]
  const { element } = type as ArrayType
  const values = listLines(initial, (value) => literalText(element, value))
  const lines = values.map((line, at) => `  ${at === 0 ? '[' : ''}${line}${at === values.length - 1 ? ']' : ''}`)
  return [`${head} :=`, ...lines.slice(0, -1), `${lines.at(-1)}${end}`]
}

/** A TYPE. */
export function typeLines({ spelling, type, comment }: CheckedType, dialect: Dialect): readonly string[] {
  const remark = comment === undefined ? [] : [dialect.comment(comment)]
  if (type.kind === 'array') return ['TYPE', ...indented([...remark, `${spelling} : ${arrayText(type)};`]), 'END_TYPE']
  const members = [...type.members.values()].map(
    (member) =>
      `${member.spelling} : ${dialect.type(member.type)};${member.comment === undefined ? '' : ` ${dialect.comment(member.comment)}`}`,
  )
  return ['TYPE', ...indented([...remark, `${spelling} : STRUCT`, ...indented(members), 'END_STRUCT;']), 'END_TYPE']
}

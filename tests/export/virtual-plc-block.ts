import { type Block, instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'

/** The function block TESTED with these variable sections and this body; `before` holds what it needs declared. */
export function source(variables: string, body: string, before = ''): string {
  return `${before}\nFUNCTION_BLOCK TESTED\n${variables}\n${body}\nEND_FUNCTION_BLOCK\n`
}

export const block = (variables: string, body: string, before = ''): Block =>
  instantiate(parse(source(variables, body, before)), 'TESTED')

/** The value of one expression of type `type`. */
export function evaluate(type: string, expression: string, variables = ''): number | boolean {
  const made = block(`VAR_OUTPUT result : ${type}; END_VAR ${variables}`, `result := ${expression};`)
  made.scan()
  return made.get('result') as number | boolean
}

import { ExportError } from '../policy.ts'
import type { ProgramModel } from '../program-model.ts'
import type { CheckedType, CheckedUnit, Variable } from '../virtual-plc/checked.ts'
import { type ArrayType, sizeOf, type Type } from '../virtual-plc/types.ts'
import { isForgotten, literalInC, scalarTypes } from './c-expression.ts'
import { commentInC, statementsInC } from './c-statement.ts'
import { listLines } from './literal-text.ts'
import { indented } from './statement-text.ts'
import type { Writer, WriterContext } from './writer.ts'

/** What the code may need besides `math.h`, by name. MIN and MAX answer a NaN where one is given. */
const helpers: Readonly<Record<string, readonly string[]>> = {
  min_real: chosen('min_real', 'float', '<', true),
  max_real: chosen('max_real', 'float', '>', true),
  min_lreal: chosen('min_lreal', 'double', '<', true),
  max_lreal: chosen('max_lreal', 'double', '>', true),
  min_integer: chosen('min_integer', 'int32_t', '<', false),
  max_integer: chosen('max_integer', 'int32_t', '>', false),
  whole_within: [
    '/* A whole number within a range; the end nearest to it where it is not, and 0 where it is not a number. */',
    'static double whole_within(double value, double low, double high) {',
    '  if (!(value == value)) return 0.0;',
    '  return value < low ? low : value > high ? high : value;',
    '}',
  ],
}

function chosen(name: string, type: string, operator: string, hasNotANumber: boolean): readonly string[] {
  return [
    `static ${type} ${name}(${type} a, ${type} b) {`,
    ...(hasNotANumber ? ['  if (!(a == a)) return a;', '  if (!(b == b)) return b;'] : []),
    `  return b ${operator} a ? b : a;`,
    '}',
  ]
}

/** A variable, a member or a parameter of a type. */
function declared(type: Type, name: string): string {
  if (typeof type === 'string') return `${scalarTypes[type]} ${name}`
  if (type.kind === 'array') return type.name ? `${type.name} ${name}` : flat(type, name)
  return `${type.kind === 'block' ? type.unit.spelling : type.name} ${name}`
}

const flat = (type: ArrayType, name: string) => `${scalarTypes[type.element]} ${name}[${sizeOf(type)}]`

const remark = (comment: string | undefined) => (comment === undefined ? '' : ` ${commentInC(comment)}`)

function typeLines({ spelling, type, comment }: CheckedType): readonly string[] {
  if (type.kind === 'array') return [`typedef ${flat(type, spelling)};${remark(comment)}`]
  const members = [...type.members.values()].map(
    (each) => `${declared(each.type, each.spelling)};${remark(each.comment)}`,
  )
  return [`typedef struct {`, ...indented(members), `} ${spelling};${remark(comment)}`]
}

const isRemembered = ({ section }: Variable) => !isForgotten(section)

/** The structure of a block, the function that makes it new and the function that runs it once. */
function blockDeclaration({ spelling, comments, variables }: CheckedUnit): readonly string[] {
  const members = [...variables.values()].filter(isRemembered).flatMap((variable, at, all) => {
    const opens = all[at - 1]?.section !== variable.section
    const heading = { VAR_INPUT: 'inputs', VAR_OUTPUT: 'outputs', VAR_IN_OUT: 'inputs that are outputs too' }
    const text = heading[variable.section as keyof typeof heading] ?? 'memory: leave it alone'
    const line = `${declared(variable.type, variable.spelling)};${remark(variable.comment)}`
    return opens ? [commentInC(text), line] : [line]
  })
  return [
    ...comments.map(commentInC),
    'typedef struct {',
    ...indented(members),
    `} ${spelling};`,
    '',
    commentInC('As after a cold start.'),
    `void ${spelling}_init(${spelling} *block);`,
    commentInC('One scan: set the inputs, call it, read the outputs.'),
    `void ${spelling}_step(${spelling} *block);`,
  ]
}

/** The initial value of a variable, after its name and an equals sign. */
function initialiser({ type, initial }: Variable): readonly string[] {
  if (typeof type === 'string') return [literalInC(type, initial?.[0] ?? 0)]
  if (type.kind !== 'array' || initial === undefined) return ['{0}']
  return ['{', ...indented(listLines(initial, (value) => literalInC(type.element, value))), '}']
}

const initialised = (head: string, variable: Variable, end: string): readonly string[] => {
  const lines = initialiser(variable)
  const [first, ...rest] = [`${head} = ${lines[0]}`, ...lines.slice(1)]
  return [first!, ...rest].map((line, at, all) => (at === all.length - 1 ? `${line}${end}` : line))
}

/** Constants, and what is forgotten when the code ends. */
const localLines = (variables: readonly Variable[]) =>
  variables.flatMap((variable) => {
    const { section, type, spelling } = variable
    return initialised(`${section === 'VAR CONSTANT' ? 'static const ' : ''}${declared(type, spelling)}`, variable, ';')
  })

function blockDefinition(unit: CheckedUnit): readonly string[] {
  const { spelling } = unit
  const variables = [...unit.variables.values()]
  const start = variables
    .filter((variable) => isRemembered(variable) && variable.initial !== undefined)
    .flatMap((variable) => initialised(`.${variable.spelling}`, variable, ','))
  const instances = variables.flatMap(({ type, spelling: name }) =>
    typeof type === 'object' && type.kind === 'block' ? [`${type.unit.spelling}_init(&block->${name});`] : [],
  )
  return [
    `void ${spelling}_init(${spelling} *block) {`,
    ...indented([
      ...(start.length === 0
        ? ['memset(block, 0, sizeof *block);']
        : [`static const ${spelling} initial = {`, ...indented(start), '};', '*block = initial;']),
      ...instances,
    ]),
    '}',
    '',
    `void ${spelling}_step(${spelling} *block) {`,
    ...indented([
      ...localLines(variables.filter(({ section }) => isForgotten(section))),
      ...statementsInC(unit, unit.body),
    ]),
    '}',
  ]
}

function functionDefinition(unit: CheckedUnit): readonly string[] {
  const variables = [...unit.variables.values()]
  const parameters = variables.filter(({ section }) => section === 'VAR_INPUT')
  const given = parameters.map(({ type, spelling }) => `const ${declared(type, spelling)}`).join(', ')
  return [
    ...unit.comments.map(commentInC),
    `static ${scalarTypes[unit.result!]} ${unit.spelling}(${given || 'void'}) {`,
    ...indented([
      ...localLines(variables.filter(({ section }) => section !== 'VAR_INPUT')),
      ...statementsInC(unit, unit.body),
      `return ${unit.spelling};`,
    ]),
    '}',
  ]
}

function header({ types, units }: ProgramModel, { name, title, scan }: WriterContext): readonly string[] {
  const guard = `DREAMLINE_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_H`
  return [
    commentInC(`${title}: to be called once every ${scan} s. C99, no allocation, no state but in the structures.`),
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <stdbool.h>',
    '#include <stdint.h>',
    '',
    '#ifdef __cplusplus',
    'extern "C" {',
    '#endif',
    '',
    ...types.flatMap((each) => [...typeLines(each), '']),
    ...units.flatMap((unit) => (unit.kind === 'FUNCTION' ? [] : [...blockDeclaration(unit), ''])),
    '#ifdef __cplusplus',
    '}',
    '#endif',
    '',
    '#endif',
  ]
}

function source({ units }: ProgramModel, { name }: WriterContext): readonly string[] {
  const code = units.flatMap((unit) => [
    '',
    ...(unit.kind === 'FUNCTION' ? functionDefinition(unit) : blockDefinition(unit)),
  ])
  const text = code.join('\n')
  const needed = Object.entries(helpers).filter(([helper]) => text.includes(`${helper}(`))
  return [
    `#include "${name}.h"`,
    '',
    '#include <math.h>',
    '#include <stdlib.h>',
    '#include <string.h>',
    '',
    '#ifdef __FAST_MATH__',
    '#error "The code asks for values that are not a number: compile it without -ffast-math."',
    '#endif',
    ...needed.flatMap(([, lines]) => ['', ...lines]),
    ...code,
  ]
}

/** Words of C and names that the code uses itself, upper case. */
const taken: ReadonlySet<string> = new Set(
  `ABS AUTO BLOCK BOOL BREAK CASE CHAR CONST CONTINUE DEFAULT DO DOUBLE ELSE ENUM ERRNO EXTERN FALSE FLOAT FOR GOTO IF
   INFINITY INITIAL INLINE INT INT16_T INT32_T LAST LONG MEMCPY MEMSET NAN NEARBYINT NULL REGISTER RESTRICT RETURN SELECTOR
   SHORT SIGNED SIZEOF STATIC STEP STRUCT SWITCH TRUE TRUNC TYPEDEF UINT16_T UNION UNSIGNED VOID VOLATILE WHILE
   WHOLE_WITHIN MAX_INTEGER MAX_LREAL MAX_REAL MIN_INTEGER MIN_LREAL MIN_REAL`.split(/\s+/),
)

export const cWriter: Writer = {
  target: 'c',
  text:
    'Portable C99 for soft PLCs and embedded controllers. Policies like this one, compiled and run on a workstation, agree with ' +
    'the virtual PLC to 1e-5 of the range.',
  names: { taken },
  write(program, context) {
    if (!/^[\w-]+$/.test(context.name)) throw new ExportError(`${context.name} names no C file`, 'Rename the line')
    const text = (lines: readonly string[]) => `${lines.join('\n')}\n`
    return [
      { name: `${context.name}.h`, content: text(header(program, context)) },
      { name: `${context.name}.c`, content: text(source(program, context)) },
    ]
  },
}

import { folded } from '../fold.ts'
import { ExportError } from '../policy.ts'
import type { CheckedType, CheckedUnit, Variable } from '../virtual-plc/checked.ts'
import type { Section } from '../virtual-plc/syntax.ts'
import { declarationLines } from './declaration-text.ts'
import { arrayText, type Dialect } from './dialect.ts'
import { literalText } from './literal-text.ts'
import { indented, statementLines } from './statement-text.ts'
import type { Writer } from './writer.ts'

/** Siemens names the inputs of functions that have more than one; the numbered ones begin at 0 or at 1. */
const inputNames: Readonly<Record<string, (at: number) => string>> = {
  LIMIT: (at) => ['MN', 'IN', 'MX'][at]!,
  SEL: (at) => ['G', 'IN0', 'IN1'][at]!,
  MUX: (at) => (at === 0 ? 'K' : `IN${at - 1}`),
  MIN: (at) => `IN${at + 1}`,
  MAX: (at) => `IN${at + 1}`,
}

const scl: Dialect = {
  place: (path) => `#${path.join('.')}`,
  type(type) {
    if (typeof type === 'string') return type
    if (type.kind === 'array') return arrayText(type)
    return `"${type.kind === 'block' ? type.unit.spelling : type.name}"`
  },
  literal: literalText,
  standard(name, inputs) {
    if (name === 'EXPT') return `((${inputs[0]}) ** (${inputs[1]}))`
    if (name === 'LOG') return `(LN(${inputs[0]}) / 2.3025851)`
    const named = inputNames[name]
    return `${name}(${inputs.map((input, at) => (named === undefined ? input : `${named(at)} := ${input}`)).join(', ')})`
  },
  called: (name) => `"${name}"`,
  comment: (text) => `(* ${text} *)`,
}

/** What stands behind a declaration becomes its comment in the block's table of variables. */
const declared: Dialect = { ...scl, comment: (text) => `// ${text}` }

/** A block is opened with its name, its attributes and what its comments say. */
const heading = (kind: string, name: string, result: string, comments: readonly string[]) => [
  `${kind} "${name}"${result}`,
  "{ S7_Optimized_Access := 'TRUE' }",
  'VERSION : 0.1',
  ...comments.map(declared.comment),
]

const sections: readonly Section[] = ['VAR_INPUT', 'VAR_OUTPUT', 'VAR_IN_OUT', 'VAR', 'VAR_TEMP']

function unitLines({ kind, spelling, comments, result, variables, body }: CheckedUnit): readonly string[] {
  if (kind === 'PROGRAM')
    throw new ExportError(`SCL has no PROGRAM, which ${spelling} is`, 'Write function blocks only')
  const isFunction = kind === 'FUNCTION'
  const listed = [...variables.values()].map((variable) => ({ ...variable, section: sectionOf(variable, isFunction) }))
  return [
    ...heading(kind, spelling, result === undefined ? '' : ` : ${result}`, comments),
    ...sections.flatMap((section) => {
      const here = listed.filter((variable) => variable.section === section)
      if (here.length === 0) return []
      return [section, ...indented(here.flatMap((variable) => declarationLines(variable, declared))), 'END_VAR']
    }),
    '',
    'BEGIN',
    ...indented(statementLines(body, scl)).flatMap(folded),
    `END_${kind}`,
  ]
}

/** Arrays cannot be constants there, so all constants stand in the instance. A function has nothing that it remembers. */
function sectionOf({ spelling, section, initial }: Variable, isFunction: boolean): Variable['section'] {
  const kept = section === 'VAR CONSTANT' ? 'VAR' : section
  const forgets = kept === 'VAR_TEMP' || (isFunction && kept === 'VAR')
  if (!forgets) return kept
  if (initial === undefined) return 'VAR_TEMP'
  throw new ExportError(`SCL gives the temporary ${spelling} no initial value`, 'Assign it in the code')
}

function typeLines({ spelling, type, comment }: CheckedType): readonly string[] {
  if (type.kind === 'array') return []
  const members = [...type.members.values()].map(
    (member) =>
      `${member.spelling} : ${scl.type(member.type)};${member.comment ? ` ${declared.comment(member.comment)}` : ''}`,
  )
  const remark = comment === undefined ? [] : [declared.comment(comment)]
  return [
    `TYPE "${spelling}"`,
    'VERSION : 0.1',
    ...remark,
    ...indented(['STRUCT', ...indented(members), 'END_STRUCT;']),
    'END_TYPE',
  ]
}

/** Words of SCL that IEC 61131-3 leaves free. */
const taken: ReadonlySet<string> = new Set(
  `ANY AUTHOR BEGIN BLOCK BLOCK_DB BLOCK_FB BLOCK_FC CONTINUE COUNTER DATA_BLOCK DB DELETE DTL END_CONST END_DATA_BLOCK
   END_LABEL END_ORGANIZATION_BLOCK END_REGION FAMILY GOTO KNOW_HOW_PROTECT LABEL LDT LTIME NAME NIL ORGANIZATION_BLOCK
   REGION S5TIME TIMER TITLE UDT VARIANT VERSION VOID`.split(/\s+/),
)

export const sclWriter: Writer = {
  target: 'scl',
  text:
    'SCL source for Siemens TIA Portal (S7-1200, S7-1500). Its form and what it computes in the virtual PLC is checked; it ' +
    'has not been imported into TIA Portal.',
  names: { taken },
  largestArray: 65_536,
  write({ types, units }, { name }) {
    const parts = [...types.map(typeLines), ...units.map(unitLines)].filter((lines) => lines.length > 0)
    return [{ name: `${name}.scl`, content: `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n` }]
  },
}

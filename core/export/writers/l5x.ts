import { folded } from '../fold.ts'
import { realLiteral } from '../structured-text.ts'
import type { CheckedUnit, Variable } from '../virtual-plc/checked.ts'
import { cells } from '../virtual-plc/memory.ts'
import { type ArrayType, isReal, type Scalar, sizeOf } from '../virtual-plc/types.ts'
import { type Dialect, iec } from './dialect.ts'
import { logixUnit } from './logix.ts'
import { refused } from './logix-expression.ts'
import { statementLines } from './statement-text.ts'
import type { Writer, WriterContext, WrittenFile } from './writer.ts'
import { cdata, element, type XmlElement, xmlDocument } from './xml.ts'

/** Functions, operators and words that Logix Structured Text keeps, besides those that no program here may use. */
const taken: ReadonlySet<string> = new Set(
  `ACOS ALM ASIN ATAN ATAN2 BCD_TO COS DEG ENABLEIN ENABLEOUT EVENT GSV ISINF ISNAN JSR LOG MESSAGE PHASE RAD SBR SSV
   TO_BCD TIMER TRUNC UID UIE WAIT`.split(/\s+/),
)

/** A file of the same program has the same bytes, so it cannot say when it was written. */
const written = '2000-01-01T00:00:00.000Z'
const revision = '1.0'
const software = '32.00'

/**
 * 1 and 0 stand for TRUE and FALSE, and a conversion is the assignment that it stands in. Controllers before the 5380 and
 * 5580 find NaN equal to itself and beyond every number (1756-RM100), so infinities are no numbers here either.
 */
const logix: Dialect = {
  ...iec,
  isNumber: (place) => `(${place} >= -3.4E+38 AND ${place} <= 3.4E+38)`,
  literal: (type, value) => (type === 'BOOL' ? String(value) : iec.literal(type, value)),
  standard: (name, inputs) => (name.includes('_TO_') ? inputs[0]! : iec.standard(name, inputs)),
}

/** Rockwell Studio 5000 Logix Designer, version 32 on: one Add-On Instruction for each function block. */
export const l5xWriter: Writer = {
  target: 'l5x',
  text:
    'Add-On Instructions for Rockwell Logix controllers, one L5X file each. Their structure and what they compute in the ' +
    'virtual PLC is checked; they have not been imported into Studio 5000.',
  names: { longest: 40, taken },
  write: ({ units }, context) => units.map((unit) => instruction(unit, context)),
}

function instruction(unit: CheckedUnit, context: WriterContext): WrittenFile {
  if (unit.kind !== 'FUNCTION_BLOCK') throw refused(`${unit.kind} such as ${unit.spelling}`)
  const name = unit.spelling
  const { variables, body } = logixUnit(unit)
  const lines = statementLines(body, logix)
    .flatMap(folded)
    .map((line, at) => element('Line', { Number: String(at) }, cdata(line)))
  const definition = element(
    'AddOnInstructionDefinition',
    {
      Use: 'Target',
      Name: name,
      Revision: revision,
      ExecutePrescan: 'false',
      ExecutePostscan: 'false',
      ExecuteEnableInFalse: 'false',
      CreatedDate: written,
      CreatedBy: 'Dreamline',
      EditedDate: written,
      EditedBy: 'Dreamline',
      SoftwareRevision: `v${software}`,
    },
    describe(context.title),
    ...(unit.comments.length === 0 ? [] : [element('AdditionalHelpText', {}, cdata(unit.comments.join('\n')))]),
    element('Parameters', {}, ...enables, ...variables.flatMap(parameter)),
    element('LocalTags', {}, ...variables.flatMap(localTag)),
    element('Routines', {}, element('Routine', { Name: 'Logic', Type: 'ST' }, element('STContent', {}, ...lines))),
  )
  const root = element(
    'RSLogix5000Content',
    {
      SchemaRevision: '1.0',
      SoftwareRevision: software,
      TargetName: name,
      TargetType: 'AddOnInstructionDefinition',
      TargetRevision: `${revision} `,
      TargetLastEdited: written,
      ContainsContext: 'true',
      ExportOptions: 'References NoRawData L5KData DecoratedData Context Dependencies AllProjDocTrans',
    },
    element(
      'Controller',
      { Use: 'Context', Name: 'Dreamline' },
      element('DataTypes', { Use: 'Context' }),
      element('AddOnInstructionDefinitions', { Use: 'Context' }, definition),
    ),
  )
  return { name: `${name}.L5X`, content: xmlDocument(root) }
}

const describe = (text: string): XmlElement => element('Description', {}, cdata(text))

const enables = ['Input', 'Output'].map((usage) =>
  element(
    'Parameter',
    {
      Name: usage === 'Input' ? 'EnableIn' : 'EnableOut',
      TagType: 'Base',
      DataType: 'BOOL',
      Usage: usage,
      Radix: 'Decimal',
      Required: 'false',
      Visible: 'false',
      ExternalAccess: 'Read Only',
    },
    describe(`Enable ${usage} - System Defined Parameter`),
  ),
)

/** An input without an initial value must be wired. */
function parameter({ spelling, section, type, initial, comment }: Variable): readonly XmlElement[] {
  if (section !== 'VAR_INPUT' && section !== 'VAR_OUTPUT') return []
  if (typeof type !== 'string') throw refused(`array as an input or output, such as ${spelling}`)
  const isInput = section === 'VAR_INPUT'
  const attributes = {
    Name: spelling,
    TagType: 'Base',
    DataType: type,
    Usage: isInput ? 'Input' : 'Output',
    Radix: radix(type),
    Required: String(isInput && initial === undefined),
    Visible: 'true',
    ExternalAccess: isInput ? 'Read/Write' : 'Read Only',
  }
  const described = comment === undefined ? [] : [describe(comment)]
  return [element('Parameter', attributes, ...described, ...scalarData(type, initial?.[0] ?? 0))]
}

function localTag({ spelling, section, type, initial, comment }: Variable): readonly XmlElement[] {
  if (section === 'VAR_INPUT' || section === 'VAR_OUTPUT') return []
  if (section !== 'VAR' && section !== 'VAR CONSTANT') throw refused(section)
  const described = comment === undefined ? [] : [describe(comment)]
  if (typeof type === 'string') {
    const attributes = { Name: spelling, DataType: type, Radix: radix(type), ExternalAccess: 'None' }
    return [element('LocalTag', attributes, ...described, ...scalarData(type, initial?.[0] ?? 0))]
  }
  const array = type as ArrayType
  const values = Array.from(initial ?? cells(array.element, sizeOf(array)))
  const attributes = {
    Name: spelling,
    DataType: array.element,
    Dimensions: array.dimensions.map(({ size }) => size).join(' '),
    Radix: radix(array.element),
    ExternalAccess: 'None',
  }
  return [element('LocalTag', attributes, ...described, ...arrayData(array, values))]
}

const radix = (type: Scalar) => (isReal(type) ? 'Float' : 'Decimal')

const scalarData = (type: Scalar, value: number): readonly XmlElement[] => [
  element('DefaultData', { Format: 'L5K' }, cdata(l5kValue(type, value))),
  element(
    'DefaultData',
    { Format: 'Decorated' },
    element('DataValue', { DataType: type, Radix: radix(type), Value: decoratedValue(type, value) }),
  ),
]

function arrayData({ element: type, dimensions }: ArrayType, values: readonly number[]): readonly XmlElement[] {
  const columns = dimensions[1]?.size
  const list = (part: readonly number[]) => `[${part.map((value) => l5kValue(type, value)).join(',')}]`
  const rows = columns === undefined ? [] : Array.from({ length: values.length / columns }, (_, row) => row * columns)
  const l5k =
    columns === undefined ? list(values) : `[${rows.map((at) => list(values.slice(at, at + columns))).join(',')}]`
  const index = (at: number) => (columns === undefined ? at : `${Math.floor(at / columns)},${at % columns}`)
  const elements = values.map((value, at) =>
    element('Element', { Index: `[${index(at)}]`, Value: decoratedValue(type, value) }),
  )
  const sizes = dimensions.map(({ size }) => size).join(',')
  return [
    element('DefaultData', { Format: 'L5K' }, cdata(l5k)),
    element(
      'DefaultData',
      { Format: 'Decorated' },
      element('Array', { DataType: type, Dimensions: sizes, Radix: radix(type) }, ...elements),
    ),
  ]
}

/** Exponents have three digits: `1.0e-005`. */
const longExponent = (text: string) =>
  text.replace(/e([+-])(\d+)$/i, (_, sign: string, digits: string) => `e${sign}${digits.padStart(3, '0')}`)

const l5kValue = (type: Scalar, value: number) => (isReal(type) ? longExponent(value.toExponential(8)) : String(value))

const decoratedValue = (type: Scalar, value: number) =>
  isReal(type) ? longExponent(realLiteral(value)) : String(value)

import { folded } from '../fold.ts'
import type { ProgramModel } from '../program-model.ts'
import type { CheckedType, CheckedUnit, Variable } from '../virtual-plc/checked.ts'
import type { Section } from '../virtual-plc/syntax.ts'
import type { ArrayType, Type } from '../virtual-plc/types.ts'
import { type Dialect, iec } from './dialect.ts'
import { literalText } from './literal-text.ts'
import { statementLines } from './statement-text.ts'
import type { Writer, WriterContext } from './writer.ts'
import { element, type XmlElement, xmlDocument } from './xml.ts'

/** A file of the same program has the same bytes, so it cannot say when it was written. */
const written = '2000-01-01T00:00:00'

/** Where the tools that read PLCopen XML differ. */
export interface Flavour {
  readonly namespace: string
  /** The XHTML element that holds the text of bodies and comments. */
  readonly paragraph: string
  readonly dialect: Dialect
  /** POUs that the bodies call besides those of the program. */
  readonly helpers: readonly XmlElement[]
  /** What a vendor adds at the end of a POU. */
  ofUnit(unit: CheckedUnit): readonly XmlElement[]
  /** What a vendor adds at the end of the project. */
  ofProject(program: ProgramModel): readonly XmlElement[]
}

/** Beremiz and OpenPLC look for `p` and nothing else. */
const standard: Flavour = {
  namespace: 'http://www.plcopen.org/xml/tc6_0201',
  paragraph: 'p',
  dialect: iec,
  helpers: [],
  ofUnit: () => [],
  ofProject: () => [],
}

/** PLCopen XML (Technical Committee 6, version 2.01). */
export const plcopenWriter: Writer = {
  target: 'plcopen',
  text:
    'PLCopen XML 2.01 (TC6). Its structure and what it computes in the virtual PLC is checked; it has not been imported ' +
    "into a vendor's tool.",
  write: (program, context) => [
    { name: `${context.name}.plcopen.xml`, content: plcopenProject(program, context, standard) },
  ],
}

/** A project of data types and program organisation units, without configurations. */
export function plcopenProject(program: ProgramModel, context: WriterContext, flavour: Flavour): string {
  const { title, version } = context
  const scaling = (language: string) => element(language, {}, element('scaling', { x: '1', y: '1' }))
  return xmlDocument(
    element(
      'project',
      { xmlns: flavour.namespace },
      element('fileHeader', {
        companyName: 'Dreamline',
        productName: 'Dreamline',
        productVersion: version,
        creationDateTime: written,
        contentDescription: title,
      }),
      element(
        'contentHeader',
        { name: title },
        element('coordinateInfo', {}, scaling('fbd'), scaling('ld'), scaling('sfc')),
      ),
      element(
        'types',
        {},
        element('dataTypes', {}, ...program.types.map((type) => dataType(type, flavour))),
        element('pous', {}, ...flavour.helpers, ...program.units.map((unit) => pou(unit, flavour))),
      ),
      element('instances', {}, element('configurations')),
      ...flavour.ofProject(program),
    ),
  )
}

function dataType({ spelling, type, comment }: CheckedType, flavour: Flavour): XmlElement {
  const members = (of: Exclude<CheckedType['type'], ArrayType>) =>
    [...of.members.values()].map((member) =>
      element(
        'variable',
        { name: member.spelling },
        element('type', {}, typeElement(member.type)),
        ...documentation(member.comment, flavour),
      ),
    )
  const base = type.kind === 'array' ? arrayElement(type) : element('struct', {}, ...members(type))
  return element('dataType', { name: spelling }, element('baseType', {}, base), ...documentation(comment, flavour))
}

const pouTypes = { FUNCTION: 'function', FUNCTION_BLOCK: 'functionBlock', PROGRAM: 'program' } as const

function pou(unit: CheckedUnit, flavour: Flavour): XmlElement {
  const { spelling, kind, result, variables, body, comments } = unit
  const returnType = result === undefined ? [] : [element('returnType', {}, typeElement(result))]
  const text = statementLines(body, flavour.dialect).flatMap(folded).join('\n')
  return element(
    'pou',
    { name: spelling, pouType: pouTypes[kind] },
    element('interface', {}, ...returnType, ...variableLists([...variables.values()], flavour)),
    element('body', {}, element('ST', {}, xhtml(text, flavour.paragraph))),
    ...flavour.ofUnit(unit),
    ...documentation(comments.length === 0 ? undefined : comments.join('\n'), flavour),
  )
}

const lists: Readonly<Record<Section, readonly [list: string, attributes?: Readonly<Record<string, string>>]>> = {
  VAR_INPUT: ['inputVars'],
  VAR_OUTPUT: ['outputVars'],
  VAR_IN_OUT: ['inOutVars'],
  VAR: ['localVars'],
  'VAR CONSTANT': ['localVars', { constant: 'true' }],
  VAR_TEMP: ['tempVars'],
}

/** A list for each section, in the order in which they first appear. */
function variableLists(variables: readonly Variable[], flavour: Flavour): readonly XmlElement[] {
  const sections = Map.groupBy(variables, ({ section }) => section)
  return [...sections].flatMap(([section, listed]) => {
    if (section === 'RESULT') return []
    const [list, attributes] = lists[section]
    return [element(list, attributes, ...listed.map((variable) => variableElement(variable, flavour)))]
  })
}

function variableElement({ spelling, type, initial, comment }: Variable, flavour: Flavour): XmlElement {
  const simple = (value: number) =>
    element('simpleValue', { value: literalText(typeof type === 'string' ? type : (type as ArrayType).element, value) })
  const value =
    initial === undefined
      ? []
      : typeof type === 'string'
        ? [simple(initial[0]!)]
        : [element('arrayValue', {}, ...Array.from(initial, (each) => element('value', {}, simple(each))))]
  return element(
    'variable',
    { name: spelling },
    element('type', {}, typeElement(type)),
    ...value.map((each) => element('initialValue', {}, each)),
    ...documentation(comment, flavour),
  )
}

function typeElement(type: Type): XmlElement {
  if (typeof type === 'string') return element(type)
  if (type.kind === 'array' && type.name === undefined) return arrayElement(type)
  return element('derived', { name: iec.type(type) })
}

const arrayElement = ({ dimensions, element: scalar }: ArrayType): XmlElement =>
  element(
    'array',
    {},
    ...dimensions.map(({ low, size }) => element('dimension', { lower: String(low), upper: String(low + size - 1) })),
    element('baseType', {}, element(scalar)),
  )

export const xhtml = (text: string, paragraph: string): XmlElement =>
  element(paragraph, { xmlns: 'http://www.w3.org/1999/xhtml' }, text)

const documentation = (text: string | undefined, { paragraph }: Flavour): readonly XmlElement[] =>
  text === undefined ? [] : [element('documentation', {}, xhtml(text, paragraph))]

import { codesys, codesysWords, declarationText, isNumber } from './codesys.ts'
import { plcopenProject, xhtml } from './plcopen.ts'
import { stableId } from './stable-id.ts'
import type { Writer } from './writer.ts'
import { element, type XmlElement } from './xml.ts'

const vendor = 'http://www.3s-software.com/plcopenxml'
const paragraph = 'xhtml'

/** PLCopen XML in the dialect that CODESYS 3.5 exports: version 2.00, declarations as text besides. */
export const plcopenCodesysWriter: Writer = {
  target: 'plcopen-codesys',
  text:
    'PLCopen XML 2.00 as CODESYS 3.5 exports it. Its structure and what it computes in the virtual PLC is checked; it has ' +
    'not been imported into CODESYS.',
  names: { taken: codesysWords },
  write(program, context) {
    const idOf = (name: string) => stableId('codesys', name, JSON.stringify(context.sha256))
    const additions = (name: string, declaration: string) =>
      addData(
        data(
          'interfaceasplaintext',
          'implementation',
          element('InterfaceAsPlainText', {}, xhtml(declaration, paragraph)),
        ),
        data('objectid', 'discard', element('ObjectId', {}, idOf(name))),
      )
    const content = plcopenProject(program, context, {
      namespace: 'http://www.plcopen.org/xml/tc6_0200',
      paragraph,
      dialect: codesys,
      helpers: [isNumberPou(additions(isNumber.name, isNumber.declaration))],
      ofUnit: (unit) => [additions(unit.spelling, declarationText(unit))],
      ofProject({ units }) {
        const objects = [isNumber.name, ...units.map(({ spelling }) => spelling)].map((name) =>
          element('Object', { Name: name, ObjectId: idOf(name) }),
        )
        return [addData(data('projectstructure', 'discard', element('ProjectStructure', {}, ...objects)))]
      },
    })
    return [{ name: `${context.name}.codesys.xml`, content }]
  },
}

function isNumberPou(additions: XmlElement): XmlElement {
  const variable = (name: string, type: XmlElement) => element('variable', { name }, element('type', {}, type))
  const pointer = element('pointer', {}, element('baseType', {}, element('DWORD')))
  return element(
    'pou',
    { name: isNumber.name, pouType: 'function' },
    element(
      'interface',
      {},
      element('returnType', {}, element('BOOL')),
      element('inputVars', {}, variable('value', element('REAL'))),
      element('localVars', {}, variable('bits', pointer)),
    ),
    element('body', {}, element('ST', {}, xhtml(isNumber.body, paragraph))),
    additions,
  )
}

const addData = (...content: readonly XmlElement[]) => element('addData', {}, ...content)

const data = (name: string, handleUnknown: 'implementation' | 'discard', content: XmlElement) =>
  element('data', { name: `${vendor}/${name}`, handleUnknown }, content)

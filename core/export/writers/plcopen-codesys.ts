import { codesys, codesysWords, declarationText } from './codesys.ts'
import { plcopenProject, xhtml } from './plcopen.ts'
import { stableId } from './stable-id.ts'
import type { Writer } from './writer.ts'
import { element, type XmlElement } from './xml.ts'

const vendor = 'http://www.3s-software.com/plcopenxml'
const paragraph = 'xhtml'

/** PLCopen XML in the dialect that CODESYS 3.5 exports: version 2.00, declarations as text besides. */
export const plcopenCodesys: Writer = {
  target: 'plcopen-codesys',
  text:
    'PLCopen XML 2.00 as CODESYS 3.5 exports it. Its structure and what it computes in the virtual PLC is checked; it has ' +
    'not been imported into CODESYS.',
  names: { taken: codesysWords },
  write(program, context) {
    const idOf = (name: string) => stableId('codesys', name, JSON.stringify(context.sha256))
    return [
      {
        name: `${context.name}.codesys.xml`,
        content: plcopenProject(program, context, {
          namespace: 'http://www.plcopen.org/xml/tc6_0200',
          paragraph,
          dialect: codesys,
          ofUnit: (unit) => [
            addData(
              data(
                'interfaceasplaintext',
                'implementation',
                element('InterfaceAsPlainText', {}, xhtml(declarationText(unit), paragraph)),
              ),
              data('objectid', 'discard', element('ObjectId', {}, idOf(unit.spelling))),
            ),
          ],
          ofProject: ({ units }) => {
            const objects = units.map(({ spelling }) => element('Object', { Name: spelling, ObjectId: idOf(spelling) }))
            return [addData(data('projectstructure', 'discard', element('ProjectStructure', {}, ...objects)))]
          },
        }),
      },
    ]
  },
}

const addData = (...content: readonly XmlElement[]) => element('addData', {}, ...content)

const data = (name: string, handleUnknown: 'implementation' | 'discard', content: XmlElement) =>
  element('data', { name: `${vendor}/${name}`, handleUnknown }, content)

import { folded } from '../fold.ts'
import type { CheckedType, CheckedUnit } from '../virtual-plc/checked.ts'
import { codesys, codesysWords, declarationText, isNumber } from './codesys.ts'
import { typeLines } from './declaration-text.ts'
import { stableId } from './stable-id.ts'
import { statementLines } from './statement-text.ts'
import type { Writer, WrittenFile } from './writer.ts'
import { cdata, element, type XmlElement, xmlDocument } from './xml.ts'

/** Beckhoff TwinCAT 3: one file for each block, function and type, to be added to a PLC project. */
export const twincatWriter: Writer = {
  target: 'twincat',
  text:
    'TwinCAT 3 objects (TcPOU), one file for each block and one for a function that both call. Their structure and what they compute in the virtual PLC is ' +
    'checked; they have not been opened in TwinCAT XAE.',
  names: { taken: codesysWords },
  write: ({ types, units }) => [
    ...types.map(typeFile),
    objectFile('POU', isNumber.name, { SpecialFunc: 'None' }, isNumber.declaration, isNumber.body),
    ...units.map(unitFile),
  ],
}

function unitFile(unit: CheckedUnit): WrittenFile {
  const declaration = declarationText(unit)
  const body = statementLines(unit.body, codesys).flatMap(folded).join('\n')
  return objectFile('POU', unit.spelling, { SpecialFunc: 'None' }, declaration, body)
}

const typeFile = (type: CheckedType): WrittenFile =>
  objectFile('DUT', type.spelling, {}, typeLines(type, codesys).join('\n'))

function objectFile(
  kind: 'POU' | 'DUT',
  name: string,
  attributes: Readonly<Record<string, string>>,
  declaration: string,
  body?: string,
): WrittenFile {
  const id = `{${stableId('twincat', kind, name, declaration, body ?? '')}}`
  const implementation: readonly XmlElement[] =
    body === undefined ? [] : [element('Implementation', {}, element('ST', {}, cdata(body)))]
  const object = element(
    kind,
    { Name: name, Id: id, ...attributes },
    element('Declaration', {}, cdata(declaration)),
    ...implementation,
  )
  const root = element('TcPlcObject', { Version: '1.1.0.1', ProductVersion: '3.1.4024.12' }, object)
  return { name: `${name}.Tc${kind}`, content: xmlDocument(root) }
}

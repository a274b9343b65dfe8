import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { XmlElement } from 'libxml2-wasm'
import { programModel } from '../../../core/export/program-model.ts'
import { plcopenWriter } from '../../../core/export/writers/plcopen.ts'
import { plcopenCodesysWriter } from '../../../core/export/writers/plcopen-codesys.ts'
import type { WrittenFile } from '../../../core/export/writers/writer.ts'
import { everything } from './everything.ts'
import { lines, writtenPolicy } from './policies.ts'
import { runInPlc } from './run-in-plc.ts'
import { withoutPositions } from './without-positions.ts'
import { plainComparisons, readValid } from './xml-files.ts'

const [v201, v200] = ['http://www.plcopen.org/xml/tc6_0201', 'http://www.plcopen.org/xml/tc6_0200'] as const

const writers = [
  { writer: plcopenWriter, namespace: v201 },
  { writer: plcopenCodesysWriter, namespace: v200 },
]

const read = <T>({ content }: WrittenFile, namespace: string, take: (root: XmlElement) => T) =>
  readValid(content, 'plcopen.xsd', take, [v201, namespace])

const children = (element: XmlElement, path = '*') => element.find(path) as XmlElement[]
const named = (element: XmlElement, name: string) => children(element, `*[local-name()='${name}']`)
const nameOf = (element: XmlElement) => element.attr('name')!.value

const sections: Readonly<Record<string, string>> = {
  inputVars: 'VAR_INPUT',
  outputVars: 'VAR_OUTPUT',
  inOutVars: 'VAR_IN_OUT',
  localVars: 'VAR',
  tempVars: 'VAR_TEMP',
}

/** Structured Text again, from the elements of the interface and the text of the bodies. */
function textOf(root: XmlElement): string {
  const types = children(root, `.//*[local-name()='dataType']`).map((type) => {
    const [base] = named(type, 'baseType').flatMap((each) => children(each))
    return `TYPE ${nameOf(type)} : ${typeOf(base!)}; ${documentation(type)} END_TYPE`
  })
  const pous = pousOf(root).map((pou) => {
    const [lists] = named(pou, 'interface')
    const [result] = named(lists!, 'returnType').flatMap((each) => children(each))
    const kind = { functionBlock: 'FUNCTION_BLOCK', function: 'FUNCTION', program: 'PROGRAM' }[
      pou.attr('pouType')!.value
    ]
    const declared = children(lists!).flatMap((list) => {
      if (list.name === 'returnType') return []
      const constant = list.attr('constant')?.value === 'true' ? ' CONSTANT' : ''
      return [`${sections[list.name]}${constant}`, ...named(list, 'variable').map(declaration), 'END_VAR']
    })
    const head = `${kind} ${nameOf(pou)}${result === undefined ? '' : ` : ${result.name}`}`
    const body = named(pou, 'body').map(({ content }) => content)
    return [documentation(pou), head, ...declared, ...body, `END_${kind}`].join('\n')
  })
  return plainComparisons([...types, ...pous].join('\n'))
}

/** Without the function that the virtual PLC cannot read. */
const pousOf = (root: XmlElement) =>
  children(root, `.//*[local-name()='pou']`).filter((pou) => nameOf(pou) !== 'DREAMLINE_IS_NUMBER')

function declaration(variable: XmlElement): string {
  const [type] = named(variable, 'type').flatMap((each) => children(each))
  const values = children(variable, `.//*[local-name()='simpleValue']`).map((each) => each.attr('value')!.value)
  const list = children(variable, `.//*[local-name()='arrayValue']`).length > 0 ? `[${values.join(', ')}]` : values[0]
  const initial = list === undefined ? '' : ` := ${list}`
  return `${nameOf(variable)} : ${typeOf(type!)}${initial}; ${documentation(variable)}`
}

function typeOf(type: XmlElement): string {
  if (type.name === 'derived') return nameOf(type)
  if (type.name === 'struct') return `STRUCT ${named(type, 'variable').map(declaration).join('\n')} END_STRUCT`
  if (type.name !== 'array') return type.name
  const bounds = named(type, 'dimension').map((each) => `${each.attr('lower')!.value}..${each.attr('upper')!.value}`)
  const [base] = named(type, 'baseType').flatMap((each) => children(each))
  return `ARRAY [${bounds.join(', ')}] OF ${typeOf(base!)}`
}

const documentation = (element: XmlElement) =>
  named(element, 'documentation')
    .flatMap((each) => children(each))
    .flatMap(({ content }) => content.split('\n'))
    .map((line) => `(* ${line} *)`)
    .join('\n')

for (const { writer, namespace } of writers) {
  test(`${writer.target}: what is written has the structure and computes what the blocks compute`, async () => {
    for (const name of lines) {
      const { blocks, program, context, senseScans, applyScans } = await writtenPolicy(name)
      const { sense, apply } = blocks.names
      const [file, ...others] = writer.write(program, context) as [WrittenFile]
      assert.equal(others.length, 0)
      assert.deepEqual(writer.write(programModel(blocks.text), context), [file])
      const text = read(file, namespace, textOf)
      assert.deepEqual(withoutPositions(programModel(text)), withoutPositions(program))
      assert.deepEqual(runInPlc(text, sense, senseScans), runInPlc(blocks.text, sense, senseScans))
      assert.deepEqual(runInPlc(text, apply, applyScans), runInPlc(blocks.text, apply, applyScans))
    }
  })

  test(`${writer.target}: types, functions, instances and every statement read back`, async () => {
    const title = 'Ä <line> & "more" ]]> of it'
    const { context } = await writtenPolicy('three-tank', 'trim', 0)
    const model = programModel(
      writer === plcopenWriter ? everything : everything.replace('a ** (-1.0E-5)', 'EXPT(a, -1.0E-5)'),
    )
    const [file] = writer.write(programModel(everything), { ...context, title }) as [WrittenFile]
    assert.deepEqual(withoutPositions(programModel(read(file, namespace, textOf))), withoutPositions(model))
    assert.equal(
      read(file, namespace, (root) => named(root, 'contentHeader').map(nameOf)[0]),
      title,
    )
  })
}

test('plcopen-codesys: the declarations as text say the same as the elements', async () => {
  const { program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const [file] = plcopenCodesysWriter.write(program, context) as [WrittenFile]
  const units = read(file, v200, (root) =>
    pousOf(root).map((pou) => [
      ...children(pou, `.//*[local-name()='InterfaceAsPlainText']`).map(({ content }) => content),
      ...named(pou, 'body').map(({ content }) => content),
      'END_FUNCTION_BLOCK',
    ]),
  )
  assert.deepEqual(withoutPositions(programModel(plainComparisons(units.flat().join('\n')))), withoutPositions(program))
  const identifiers = read(file, v200, (root) => [
    children(root, `.//*[local-name()='ObjectId']`).map(({ content }) => content),
    children(root, `.//*[local-name()='Object']`).map((each) => each.attr('ObjectId')!.value),
  ])
  assert.deepEqual(identifiers[0], identifiers[1])
  assert.equal(new Set(identifiers[0]).size, 3)
})

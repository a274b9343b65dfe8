import { readFileSync } from 'node:fs'
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm'

/** Reads a document and checks it against a schema of this folder. Throws for one that is not well-formed or not valid. */
export function readValid<T>(
  content: string | Uint8Array,
  schema: string,
  take: (root: XmlElement) => T,
  namespace?: readonly [from: string, to: string],
): T {
  const schemaText = readFileSync(`tests/export/writers/schemas/${schema}`, 'utf8')
  using schemaDocument = XmlDocument.fromString(namespace ? schemaText.replaceAll(...namespace) : schemaText)
  using validator = XsdValidator.fromDoc(schemaDocument)
  using document = XmlDocument.fromString(content.toString())
  validator.validate(document)
  return take(document.root)
}

/** CODESYS and TwinCAT ask a function whether a REAL is a number; here it is compared with itself again. */
export const plainComparisons = (text: string) => text.replace(/DREAMLINE_IS_NUMBER\(([^()]+)\)/g, '($1 = $1)')

import { extname } from 'node:path'
import { Difference } from './check.ts'
import { xmlProblem } from './xml-problem.ts'

const xmlEndings = ['.xml', '.l5x', '.tcpou', '.tcgvl', '.tcdut', '.plcproj', '.tsproj']
const textEndings = ['.st', '.scl', '.c', '.h', '.csv', '.md', '.txt', '.html', '.json', '.yaml', '.awl', '.exp']

/** What can be said of every file without the tool that it is for. Throws a `Difference` at the first that is broken. */
export function wellFormed(files: ReadonlyMap<string, Uint8Array>): string {
  let xml = 0
  let texts = 0
  for (const [name, content] of files) {
    const ending = extname(name).toLowerCase()
    const isXml = xmlEndings.includes(ending)
    if (!isXml && !textEndings.includes(ending)) continue
    if (content.length === 0) throw new Difference(`${name} is empty.`)
    const text = decoded(name, content)
    const problem = isXml ? xmlProblem(text) : undefined
    if (problem !== undefined) throw new Difference(`${name} is no well-formed XML: ${problem}.`)
    if (ending === '.json') parseJson(name, text)
    xml += isXml ? 1 : 0
    texts += isXml ? 0 : 1
  }
  return `${texts} texts are UTF-8${xml === 0 ? '' : `, ${xml} XML files nest as they should`}; no vendor's tool has read them.`
}

function decoded(name: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw new Difference(`${name} is not written in UTF-8.`)
  }
}

function parseJson(name: string, text: string): void {
  try {
    JSON.parse(text)
  } catch {
    throw new Difference(`${name} is no JSON.`)
  }
}

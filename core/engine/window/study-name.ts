import { statSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../contract.ts'
import { placeWithin } from '../within.ts'

const longest = 100
/** Names that Windows gives to devices, whatever follows after a point. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters refused
const unfit = /[\u0000-\u001f\u007f<>:"/\\|?*]/

/** What is wrong with the name of a study on any machine that may open it, or undefined. */
function fault(name: string): string | undefined {
  if (name === '') return 'A study has a name.'
  if (name.length > longest) return `The name of a study has at most ${longest} characters.`
  if (unfit.test(name)) return 'The name of a study holds none of < > : " / \\ | ? * and no control characters.'
  if (/^[.\s]|[.\s]$/.test(name)) return 'The name of a study neither begins nor ends with a point or a space.'
  if (devices.test(name)) return `${name} is the name of a device on Windows.`
  return undefined
}

/** The folder of a study with this name, whether it is there or not. Throws `EngineError` for a name that is none. */
export function folderFor(studies: string, name: string): string {
  const message = fault(name)
  if (message !== undefined) throw new EngineError([{ message, remedy: 'Give it another name.' }])
  return join(studies, name)
}

/** Where a study lies. Throws `EngineError` for a name that is none, and where there is no such folder in `studies`. */
export function folderOf(studies: string, name: string): string {
  const folder = folderFor(studies, name)
  const place = placeIn(studies, folder)
  if (place !== undefined && statSync(place).isDirectory()) return place
  const remedy = 'Choose another study; one that lies elsewhere is opened by moving its folder here.'
  throw new EngineError([{ message: `There is no study ${name} in the folder of studies.`, remedy, where: folder }])
}

function placeIn(studies: string, folder: string): string | undefined {
  try {
    return placeWithin(studies, folder)
  } catch {
    // The folder of studies itself is made with the first study.
    return undefined
  }
}

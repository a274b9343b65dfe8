import { existsSync, readFileSync, renameSync } from 'node:fs'

/**
 * What a JSON file holds: undefined where there is none. One that is no JSON is kept beside it as `.broken`, where that can be
 * done, so that the next one to be written loses nothing.
 */
export function readJsonFile(path: string): unknown {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    setAside(path)
    return undefined
  }
}

export function setAside(path: string): void {
  try {
    renameSync(path, `${path}.broken`)
  } catch {
    // On a read-only disk it stays where it is, and nothing will be written over it.
  }
}

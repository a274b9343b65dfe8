import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'

/** Where `path` really is, when that lies inside the folder `root`, whatever links lead there; else undefined. */
export function placeWithin(root: string, path: string): string | undefined {
  const place = realPlace(path)
  const way = place === undefined ? '' : relative(realpathSync.native(root), place)
  const isInside = way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
  return isInside ? place : undefined
}

function realPlace(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

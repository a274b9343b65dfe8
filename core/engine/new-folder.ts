import { existsSync } from 'node:fs'

/** The first of `name-1`, `name-2`, … that does not exist. */
export function newFolder(name: string): string {
  let number = 1
  while (existsSync(`${name}-${number}`)) number++
  return `${name}-${number}`
}

import { readFileSync } from 'node:fs'

/** A good line file that uses every section: a three-tank system. */
export const threeTank = readFileSync(new URL('plant.line.yaml', import.meta.url), 'utf8')

/** The three-tank line with one passage replaced. */
export function changed(from: string, to: string): string {
  if (threeTank.split(from).length !== 2) throw new Error(`'${from}' must stand once in the three-tank line`)
  return threeTank.replace(from, () => to)
}

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether what was built is younger than all of its sources; false where it has not been built. */
export function isFresh(built: string, sources: readonly string[]): boolean {
  const at = statSync(built, { throwIfNoEntry: false })?.mtimeMs
  return at !== undefined && sources.every((source) => youngestIn(source) < at)
}

/** Milliseconds since 1970. */
function youngestIn(path: string): number {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => youngestIn(join(path, name))))
}

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Electron's program, or why there is none: its package comes without the binary, which is a download of its own. Looked
 * for by hand, since the package itself would begin that download when it is asked.
 */
export function findElectron(): { readonly program: string } | { readonly missing: string } {
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const overridden = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const named = join(home, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8') : undefined
  if (name === undefined && overridden === undefined) return { missing: 'its binary has not been downloaded' }
  const program = join(overridden ?? join(home, 'dist'), name ?? 'electron')
  return existsSync(program) ? { program } : { missing: `its binary is not at ${program}` }
}

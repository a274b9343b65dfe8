import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Electron's program, or why there is none: its package comes without the binary, which is a download of its own. */
export function findElectron(): { readonly program: string } | { readonly missing: string } {
  let program: string
  try {
    // The package says where it keeps its binary, or throws.
    program = createRequire(import.meta.url)('electron') as string
  } catch {
    return { missing: 'its binary has not been downloaded' }
  }
  return existsSync(program) ? { program } : { missing: `its binary is not at ${program}` }
}

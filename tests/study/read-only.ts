import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

const nobody = 65_534

/** Why a folder cannot be made read-only here, or false. */
export const cannotForbid = process.platform === 'win32' && 'a folder cannot be made read-only on Windows'

/**
 * Carries out the action while a folder in the system's temporary one, and what is in it, may be read and not written; root
 * becomes nobody meanwhile, since root may write everywhere.
 */
export async function whileReadOnly<Result>(folder: string, action: () => Result | Promise<Result>): Promise<Result> {
  const isRoot = process.getuid?.() === 0
  const folders = [...upTo(tmpdir(), folder)]
  for (const one of folders) chmodSync(one, 0o555)
  if (isRoot) process.seteuid?.(nobody)
  try {
    return await action()
  } finally {
    if (isRoot) process.seteuid?.(0)
    for (const one of folders) chmodSync(one, 0o755)
  }
}

function* upTo(root: string, folder: string): Generator<string> {
  if (folder === root) return
  yield folder
  yield* upTo(root, dirname(folder))
}

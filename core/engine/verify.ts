import { resolve } from 'node:path'
import { type Check, checked } from '../export/verify/check.ts'
import { compileWith } from '../export/verify/compiler.ts'
import type { ExportedFolder } from '../export/verify/exported-folder.ts'
import { verifyExport } from '../export/verify/verify.ts'
import type { Engine } from './contract.ts'

/** Repeats every check of an exported folder, and has a compiler look at its Structured Text where one is named. */
export const verify: Engine['verify'] = async ({ directory, compiler }, { signal } = {}) => {
  const { folder, checks } = await verifyExport(resolve(directory), signal)
  const all = [...checks, await compilerCheck(folder, compiler, signal)]
  const { line, override } = folder.manifest
  return {
    directory,
    line,
    ...(override !== null && { override }),
    checks: all,
    holds: all.every(({ state }) => state !== 'fails'),
  }
}

function compilerCheck(
  { manifest, files }: ExportedFolder,
  compiler: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Check> | Check {
  const name = 'A compiler takes the Structured Text'
  if (compiler === undefined) return { name, state: 'left out', text: 'none was named.' }
  const texts = [`${manifest.line}.st`, `${manifest.line}-test.st`].map((file) =>
    Buffer.from(files.get(file) ?? []).toString('utf8'),
  )
  return checked(name, () => compileWith(compiler, texts.join('\n'), signal))
}

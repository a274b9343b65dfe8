import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { ExportError } from '../policy.ts'
import { writers } from './registry.ts'
import type { Writer } from './writer.ts'

const form = z.object({
  target: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  text: z.string().min(1),
  names: z
    .object({ longest: z.number().int().min(8), taken: z.instanceof(Set) })
    .partial()
    .optional(),
  largestArray: z.number().positive().optional(),
  write: z.custom<Writer['write']>((value) => typeof value === 'function', 'a function is needed'),
})

/**
 * Loads a writer of the engineer's own: the default export of a JavaScript module, which runs with all rights.
 * @throws ExportError where the module cannot be loaded or exports no writer
 */
export async function ownWriter(file: string): Promise<Writer> {
  const module = await import(pathToFileURL(resolve(file)).href).catch((error: Error) => {
    throw new ExportError(`The writer ${file} cannot be loaded: ${error.message}`, 'Name a JavaScript module (.mjs)')
  })
  const read = form.safeParse(module.default)
  if (!read.success) {
    const [issue] = read.error.issues
    const what = `${issue!.path.join('.') || 'its default export'}: ${issue!.message}`
    throw new ExportError(`${file} exports no writer (${what})`, 'See core/export/writers/README.md for an example')
  }
  if (writers.some(({ target }) => target === read.data.target)) {
    throw new ExportError(
      `${file} writes the target ${read.data.target}, which there is already`,
      'Give it another name',
    )
  }
  return module.default as Writer
}

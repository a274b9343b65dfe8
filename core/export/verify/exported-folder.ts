import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ExportError } from '../policy.ts'

/** A file of an export is never larger, bytes. */
const largestFile = 64_000_000
const mostFiles = 1000

const plainName = /^[\w][\w .-]*$/
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)

/** Of a manifest, what the checks need. Everything in it is somebody's word until a check bears it out. */
const manifestSchema = z.object({
  line: z.string().regex(plainName),
  blocks: z.object({ sense: z.string(), apply: z.string() }),
  authority: z.number().nullable(),
  testBench: z.object({
    program: z.string(),
    scans: count.max(32_767),
    outputs: z.array(z.string()).max(10_000),
  }),
  operations: z.record(z.string(), count),
  state: z
    .array(z.object({ input: z.string(), output: z.string(), start: z.array(z.number()).max(100_000) }))
    .max(1000),
  override: z.string().nullable(),
  sha256: z.object({ line: hash, parameters: hash }),
  files: z.record(z.string().regex(plainName), hash),
})

export type CheckedManifest = z.infer<typeof manifestSchema>

/** The files that lie in a folder, none of them followed out of it, and the manifest among them. */
export interface ExportedFolder {
  readonly manifest: CheckedManifest
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Throws an `ExportError` for a folder that holds no export, and for one that is too large to be one. */
export async function readExportedFolder(directory: string): Promise<ExportedFolder> {
  const names = await readdir(directory).catch(() => {
    throw new ExportError(`${directory} is no folder`, remedy)
  })
  if (names.length > mostFiles) throw new ExportError(`${directory} holds more than ${mostFiles} files`, remedy)
  const files = new Map<string, Uint8Array>()
  for (const name of names.sort()) {
    const path = join(directory, name)
    const found = await lstat(path)
    if (!found.isFile()) continue
    if (found.size > largestFile) throw new ExportError(`${name} is larger than any file of an export`, remedy)
    files.set(name, await readFile(path))
  }
  const manifest = files.get('manifest.json')
  if (manifest === undefined) throw new ExportError(`${directory} holds no manifest.json`, remedy)
  return { manifest: readManifest(Buffer.from(manifest).toString('utf8')), files }
}

function readManifest(text: string): CheckedManifest {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof z.ZodError ? error.issues[0]!.path.join('.') || 'its form' : 'it is no JSON'
    throw new ExportError(`manifest.json is not as Dreamline writes it: ${reason}`, remedy)
  }
}

const remedy = 'Name a folder that this version of Dreamline exported'

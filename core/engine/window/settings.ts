import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../../study/atomic-file.ts'
import type { Settings } from './contract.ts'
import { writing } from './disk.ts'
import { readJsonFile, setAside } from './json-file.ts'

const defaults: Settings = {
  theme: 'system',
  language: 'system',
  device: 'auto',
  budget: 'normal',
  recent: [],
  reasonerUrl: '',
  reasonerModel: '',
}

/** A word that is none of ours, as a later version may have written it, is taken for the default. */
const shape = z.object({
  theme: z.enum(['light', 'dark', 'system']).catch(defaults.theme),
  language: z.enum(['en', 'de', 'system']).catch(defaults.language),
  device: z.enum(['auto', 'cpu', 'gpu']).catch(defaults.device),
  budget: z.enum(['small', 'normal', 'large']).catch(defaults.budget),
  recent: z.array(z.string()).catch([]),
  reasonerUrl: z.string().catch(''),
  reasonerModel: z.string().catch(''),
})

/** The settings in a file; the defaults where there is none, and where it is broken, which is then kept as `.broken`. */
export function readSettings(path: string): Settings {
  const found = readJsonFile(path)
  if (found === undefined) return defaults
  const read = shape.safeParse(found)
  if (read.success) return read.data
  setAside(path)
  return defaults
}

/** Changes some of the settings. Throws `EngineError` where they cannot be written. */
export function saveSettings(path: string, changes: Partial<Settings>): Settings {
  const settings = { ...readSettings(path), ...changes }
  writing(path, () => {
    mkdirSync(dirname(path), { recursive: true })
    writeWhole(path, `${JSON.stringify(settings, null, 2)}\n`)
  })
  return settings
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChosenFault, FilmSet } from '../../../core/engine/window/contract.ts'
import { filmDay } from '../../../core/engine/window/film.ts'

/** A day of a bundled line under its own control, filmed by the engine. */
export async function realFilm(name: string, faults: readonly ChosenFault[]): Promise<FilmSet> {
  const directory = mkdtempSync(join(tmpdir(), 'dreamline-scene-'))
  try {
    const text = readFileSync(`assets/lines/${name}.line.yaml`, 'utf8')
    return await filmDay({ directory, text, scenario: { kind: 'chosen', faults } })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

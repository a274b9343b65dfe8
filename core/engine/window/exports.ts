import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Manifest } from '../../export/manifest.ts'
import type { SavedExport } from '../../study/policies.ts'
import type { Study } from '../../study/study.ts'
import { EngineError } from '../contract.ts'
import { exportReport } from '../export.ts'
import { placeWithin } from '../within.ts'
import type { ExportCard } from './contract.ts'
import { inHistory } from './history.ts'

/** The exports of a study, newest first; one whose folder is gone has no files. */
export const exportsIn = (directory: string): readonly ExportCard[] =>
  inHistory(directory, (study) =>
    study.exports().map((saved) => {
      const run = study.run(saved.runId)
      const { target, policy } = (run?.configuration ?? {}) as { target?: string; policy?: number }
      const folder = folderOf(directory, saved)
      return {
        run: saved.runId,
        name: basename(folder),
        report: exportReport(folder, saved.manifest as unknown as Manifest),
        target: target ?? '',
        policy: policy ?? 0,
        ended: Date.parse(saved.saved),
      }
    }),
  )

/** A file of an export. Throws `EngineError` for one that the export does not hold, or where it lies outside of the study. */
export const exportFileIn = (directory: string, run: number, file: string): Uint8Array =>
  inHistory(directory, (study) => fileOfExport(study, run, file))

/** The same in a study that is open already. */
export function fileOfExport(study: Study, run: number, file: string): Uint8Array {
  const { directory } = study
  const saved = study.exports().find(({ runId }) => runId === run)
  const folder = saved && placeWithin(directory, folderOf(directory, saved))
  const isListed = folder !== undefined && readdirSync(folder).includes(file)
  const path = isListed ? placeWithin(folder, join(folder, file)) : undefined
  if (path !== undefined) return readFileSync(path)
  const problem = { message: 'There is no such file in this export.', remedy: 'Choose one of those it lists.' }
  throw new EngineError([{ ...problem, where: file }])
}

/** Where an export lies now: studies are moved with all they hold. */
function folderOf(directory: string, saved: SavedExport): string {
  const folder = resolve(directory, saved.directory)
  return existsSync(folder) ? folder : join(directory, basename(saved.directory))
}

import { createDreamer, type Dreamer } from '../../dream/rollout.ts'
import { blockNames } from '../../export/block-names.ts'
import { driveByBlocks } from '../../export/driving-blocks.ts'
import { type Manifest, sha256 } from '../../export/manifest.ts'
import { compilePlant } from '../../line/plant.ts'
import type { Study } from '../../study/study.ts'
import { EngineError } from '../contract.ts'
import type { Source } from '../source.ts'
import { withGains } from '../tuning.ts'
import { fileOfExport } from './exports.ts'
import type { FilmedControl } from './film-controllers.ts'

/**
 * Lends a dreamer of the line which the blocks of that export drive from the virtual PLC. Throws `EngineError` for an export
 * that is not there, has changed since, or is of another line or policy.
 */
export async function withBlockDreamer<Result>(
  study: Study,
  { hash, line }: Source,
  { gains, policy }: FilmedControl,
  run: number,
  use: (dreamer: Dreamer) => Promise<Result>,
): Promise<Result> {
  const file = `${line.name}.st`
  const content = fileOfExport(study, run, file)
  const manifest = study.exports().find(({ runId }) => runId === run)?.manifest as unknown as Manifest
  const { sha256: made, training, files, authority } = manifest
  if (made?.line !== hash || training?.policy !== policy?.id) {
    throw refusal('The export is of another policy, or of the line as it was before.', 'Export the policy again.')
  }
  if (files?.[file] !== sha256(content)) {
    throw refusal('The block has changed since it was exported.', 'Verify the export, or export the policy again.')
  }
  const blocks = { names: blockNames(line, authority === null), text: Buffer.from(content).toString('utf8') }
  const driven = await driveByBlocks(compilePlant(withGains(line, gains)), blocks, authority)
  try {
    const dreamer = await createDreamer(driven.loop, {
      lanes: 1,
      filming: 'everything',
      threads: 1,
      drive: driven.drive,
    })
    try {
      return await use(dreamer)
    } finally {
      await dreamer.release()
    }
  } finally {
    await driven.release()
  }
}

const refusal = (message: string, remedy: string) => new EngineError([{ message, remedy }], { refused: true })

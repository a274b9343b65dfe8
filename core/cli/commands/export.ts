import { Option } from 'commander'
import { exportTargets } from '../../engine/contract/export.ts'

/** Modules that export writers of the engineer's own. */
export interface OwnWriters {
  readonly writer?: readonly string[]
}

/** For which controllers a policy is written; the names of all calls as one, separated by commas. */
export const targetOption = () =>
  new Option(
    '--target <names>',
    `${exportTargets.join(', ')}; several with commas (st and onnx come with every export)`,
  )
    .argParser((names: string, before: string | undefined) => (before === undefined ? names : `${before},${names}`))
    .makeOptionMandatory()

export const writerOption = () =>
  new Option(
    '--writer <file>',
    'JavaScript module with a writer of your own, which is run; may be given again',
  ).argParser((file: string, before: readonly string[] | undefined) => [...(before ?? []), file])

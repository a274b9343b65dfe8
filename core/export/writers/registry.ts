import { ExportError } from '../policy.ts'
import { cWriter } from './c.ts'
import { l5xWriter } from './l5x.ts'
import { plcopenWriter } from './plcopen.ts'
import { plcopenCodesysWriter } from './plcopen-codesys.ts'
import { sclWriter } from './scl.ts'
import { stWriter } from './st.ts'
import { twincatWriter } from './twincat.ts'
import type { Writer } from './writer.ts'

const onnx: Writer = {
  target: 'onnx',
  text: 'The policy in SI units for any ONNX runtime. It comes with every export.',
  write: () => [],
}

/** Every form in which a policy is written. */
export const writers: readonly Writer[] = [
  stWriter,
  plcopenWriter,
  plcopenCodesysWriter,
  sclWriter,
  l5xWriter,
  twincatWriter,
  cWriter,
  onnx,
]

/**
 * The writers of `targets`, names separated by commas, each once.
 * @throws ExportError for a target that there is not, with those that there are
 */
export function writersFor(targets: string): readonly Writer[] {
  const named = targets.split(',').map((target) => target.trim())
  const unknown = named.find((target) => !writers.some((writer) => writer.target === target))
  if (unknown === undefined) return writers.filter(({ target }) => named.includes(target))
  const known = writers.map(({ target }) => target).join(', ')
  throw new ExportError(`There is no target ${unknown}`, `Take one or several of ${known}, separated by commas`)
}

import type { BlockNames } from './block-names.ts'
import type { Vector } from './open-loop.ts'
import { realLiteral } from './structured-text.ts'

/** Inputs of the SENSE block and the outputs that are right, one scan a row, as CSV. */
export function testVectors(names: BlockNames, vectors: readonly Vector[]): string {
  const header = [
    'episode',
    ...names.signals.map(({ reading }) => reading),
    ...names.setpoints.map(({ setpoint }) => setpoint),
    ...names.controls.map(({ last }) => last),
    ...names.signals.map(({ shown }) => shown),
    ...names.controls.map(({ wanted }) => wanted),
  ]
  const rows = vectors.map(({ episode, inputs, shown, wanted }) => {
    const values = [...inputs.reading, ...inputs.setpoint, ...inputs.control, ...shown, ...wanted]
    return [String(episode), ...values.map(realLiteral)]
  })
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`
}

import type { BlockNames } from './block-names.ts'
import type { Vector } from './open-loop.ts'
import { realLiteral } from './structured-text.ts'

/** Inputs of the SENSE block and the outputs that are right, one scan a row, as CSV; `remark` stands above in a line of its own. */
export function testVectors(names: BlockNames, vectors: readonly Vector[], remark?: string): string {
  const rows = vectors.map(({ episode, inputs, shown, wanted }) => {
    const values = [...inputs.reading, ...inputs.setpoint, ...inputs.control, ...shown, ...wanted]
    return [String(episode), ...values.map(realLiteral)]
  })
  const lines = [vectorColumns(names), ...rows].map((row) => row.join(','))
  return `${[...(remark === undefined ? [] : [`# ${remark}`]), ...lines].join('\n')}\n`
}

const vectorColumns = (names: BlockNames): readonly string[] => [
  'episode',
  ...names.signals.map(({ reading }) => reading),
  ...names.setpoints.map(({ setpoint }) => setpoint),
  ...names.controls.map(({ last }) => last),
  ...names.signals.map(({ shown }) => shown),
  ...names.controls.map(({ wanted }) => wanted),
]

/** Reads back what `testVectors` wrote. Throws an Error that names the row for anything else. */
export function readTestVectors(names: BlockNames, csv: string): Vector[] {
  const [header, ...rows] = csv.split('\n').filter((row) => row !== '' && !row.startsWith('#'))
  const columns = vectorColumns(names)
  if (header !== columns.join(',')) throw new Error('its columns are not the inputs and outputs of the block')
  return rows.map((row, index) => {
    const values = row.split(',').map(Number)
    if (values.length !== columns.length || !values.every(Number.isFinite)) {
      throw new Error(`its vector ${index + 1} does not hold ${columns.length} numbers`)
    }
    const take = (count: number) => values.splice(0, count)
    const [episode] = take(1) as [number]
    const inputs = {
      reading: take(names.signals.length),
      setpoint: take(names.setpoints.length),
      control: take(names.controls.length),
    }
    return { episode, inputs, shown: take(names.signals.length), wanted: take(names.controls.length) }
  })
}

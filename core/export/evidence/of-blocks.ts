import type { Line } from '../../line/line.ts'
import type { PolicyBlocks } from '../block.ts'
import { comment } from '../declare.ts'
import type { Vector } from '../open-loop.ts'
import { ExportError } from '../policy.ts'
import { check } from '../virtual-plc/check.ts'
import { parse } from '../virtual-plc/parse.ts'
import { type MemoryUse, memoryUse } from './memory-use.ts'
import { countOperations, type OperationCounts, sumOf } from './operations.ts'
import { recordScans } from './recording.ts'
import { runTestBench } from './run-test-bench.ts'
import { type TestBench, writeTestBench } from './test-bench.ts'

/** The test bench of the blocks. Throws an `ExportError` where the blocks do not pass it in the virtual PLC. */
export function testBenchOf(
  line: Line,
  blocks: PolicyBlocks,
  vectors: readonly Vector[],
  objection: string | undefined,
): TestBench {
  const ranges = new Map<string, number>()
  const add = (name: string, row: { readonly low: number; readonly high: number }, factor: number) =>
    ranges.set(name.toUpperCase(), (row.high - row.low) / factor)
  blocks.names.signals.forEach(({ shown, scale }, row) => {
    add(shown, line.signals[row]!, scale.factor)
  })
  blocks.names.controls.forEach(({ wanted, control, scale }, row) => {
    add(wanted, line.controls[row]!, scale.factor)
    add(control, line.controls[row]!, scale.factor)
  })
  const bench = writeTestBench({
    line,
    recordings: recordScans(line, blocks, vectors),
    rangeOf: (output) => ranges.get(output),
    heading: headingOf(objection),
  })
  const result = runTestBench(blocks.text, bench)
  if (result.passed) return bench
  const { scan, output, actual, expected } = result
  const message = `The block fails its test bench: ${output} is ${actual} instead of ${expected} in scan ${scan}`
  throw new ExportError(message, 'Nothing was written; please report this line and policy')
}

/** What stands above everything else in a text of the export that goes against the verdict. */
export const headingOf = (objection: string | undefined): readonly string[] =>
  objection === undefined ? [] : [comment(objection.toUpperCase())]

/** Operations of one scan and bytes of one instance, both blocks together. */
export function costOf({ names, text }: PolicyBlocks): { operations: OperationCounts; memory: MemoryUse } {
  const { units: checked } = check(parse(text))
  const units = [names.sense, names.apply].map((name) => checked.get(name.toUpperCase())!)
  const uses = units.map(memoryUse)
  const sum = (part: keyof MemoryUse) => uses.reduce((total, use) => total + use[part], 0)
  return {
    operations: sumOf(units.map(countOperations)),
    memory: { constants: sum('constants'), retained: sum('retained'), temporary: sum('temporary') },
  }
}

import { instantiate } from '../virtual-plc/machine.ts'
import { parse } from '../virtual-plc/parse.ts'
import { results, type TestBench } from './test-bench.ts'

/** How a test bench ended in the virtual PLC. */
export type TestBenchResult =
  | { readonly passed: true; readonly scans: number }
  | {
      readonly passed: false
      /** From 0. */
      readonly scan: number
      /** `BLOCK.OUTPUT`; a bench that comes to no end has none. */
      readonly output: string
      readonly actual: number
      readonly expected: number
    }

/** Runs a test bench over blocks in the virtual PLC to its end. Throws StructuredTextError for what is no program. */
export function runTestBench(
  blocks: string,
  { program, text, scans, outputs }: Omit<TestBench, 'asBlock'>,
): TestBenchResult {
  const bench = instantiate(parse(`${blocks}\n${text}`), program)
  const value = (name: string) => Number(bench.get(name))
  for (let scan = 0; scan <= scans && value('RESULT') === results.underWay; scan++) bench.scan()
  if (value('RESULT') === results.pass && value('SCAN_NO') === scans) return { passed: true, scans }
  return {
    passed: false,
    scan: value('SCAN_NO'),
    output: outputs[value('FAILED_OUTPUT') - 1] ?? 'none',
    actual: value('ACTUAL'),
    expected: value('EXPECTED'),
  }
}

import { check } from '../../../core/export/virtual-plc/check.ts'
import { instantiate } from '../../../core/export/virtual-plc/machine.ts'
import { parse } from '../../../core/export/virtual-plc/parse.ts'
import type { Dialect } from '../../../core/export/virtual-plc/scope.ts'
import type { Scan } from './policies.ts'

/** Runs one block of a text in the virtual PLC: the outputs of every scan, by name. Inputs that a scan lacks stay as declared. */
export function runInPlc(text: string, block: string, scans: readonly Scan[], dialect?: Dialect): Scan[] {
  const program = parse(text)
  const variables = [...check(program, dialect).units.get(block.toUpperCase())!.variables.values()]
  const running = instantiate(program, block, dialect)
  return scans.map((scan) => {
    for (const { spelling, type, section } of variables) {
      const value = scan[spelling]
      if (section === 'VAR_INPUT' && value !== undefined) running.set(spelling, type === 'BOOL' ? value !== 0 : value)
    }
    running.scan()
    const outputs = variables.filter(({ section }) => section === 'VAR_OUTPUT')
    return Object.fromEntries(outputs.map(({ spelling }) => [spelling, Number(running.get(spelling))]))
  })
}

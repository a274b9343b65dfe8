import { folded } from '../fold.ts'
import type { ProgramModel } from '../program-model.ts'
import type { CheckedUnit } from '../virtual-plc/checked.ts'
import { sectionLines, typeLines } from './declaration-text.ts'
import { iec } from './dialect.ts'
import { statementLines } from './statement-text.ts'
import type { Writer } from './writer.ts'

/** Structured Text that the parser of the virtual PLC reads back to the same program. */
export function structuredText({ types, units }: ProgramModel): string {
  const parts = [...types.map((each) => typeLines(each, iec)), ...units.map(unitLines)]
  const lines = parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]))
  return `${lines.flatMap(folded).join('\n')}\n`
}

function unitLines({ kind, spelling, comments, result, variables, body }: CheckedUnit): readonly string[] {
  const declared = [...variables.values()].filter(({ section }) => section !== 'RESULT')
  return [
    ...comments.map(iec.comment),
    `${kind} ${spelling}${result === undefined ? '' : ` : ${result}`}`,
    ...sectionLines(declared, iec),
    '',
    ...statementLines(body, iec),
    `END_${kind}`,
  ]
}

export const stWriter: Writer = {
  target: 'st',
  text: 'Structured Text (IEC 61131-3). It was run in the virtual PLC against the policy.',
  // Schneider's controllers take no larger ones.
  largestArray: 65_536,
  write: (program, { name }) => [{ name: `${name}.st`, content: structuredText(program) }],
}

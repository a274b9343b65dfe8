import type { CheckedUnit } from '../virtual-plc/checked.ts'
import { sectionLines } from './declaration-text.ts'
import { type Dialect, iec } from './dialect.ts'

/** Words that CODESYS and TwinCAT keep, besides those that no program here may use, and the name of the function below. */
export const codesysWords: ReadonlySet<string> = new Set(
  `ADR ADRINST AND_THEN ANY BIT BITADR CAL CAL_C DREAMLINE_IS_NUMBER DT END_ACTION END_METHOD END_PROPERTY END_TRANSITION END_UNION ENUM EXIST
   INDEXOF INI INTERNAL JMP LDATE LDT LREF LTIME LTOD OR_ELSE PARAMS POU QUEUE READ_ONLY REF SIZEOF TOD UXINT XINT XSIZEOF
   XWORD`.split(/\s+/),
)

/**
 * Whether a REAL is a number, told by its bits: a comparison with NaN stops the runtime while it watches for floating-point
 * exceptions (Beckhoff, LrealIsNaN). Everything up to the bits of an infinity is one.
 */
export const isNumber = {
  name: 'DREAMLINE_IS_NUMBER',
  declaration: `FUNCTION DREAMLINE_IS_NUMBER : BOOL
VAR_INPUT
  value : REAL;
END_VAR
VAR
  bits : POINTER TO DWORD;
END_VAR`,
  body: `bits := ADR(value);
DREAMLINE_IS_NUMBER := (bits^ AND 16#7FFFFFFF) <= 16#7F800000;`,
} as const

/** MIN and MAX take two inputs, and there is no `**`. */
export const codesys: Dialect = {
  ...iec,
  standard: (name, inputs) =>
    name === 'MIN' || name === 'MAX'
      ? inputs.reduce((before, input) => iec.standard(name, [before, input]))
      : iec.standard(name, inputs),
  isNumber: (place) => `${isNumber.name}(${place})`,
  power: (base, exponent) => `EXPT(${base}, ${exponent})`,
}

/** The head of a unit and its variables, as the upper half of the editor shows them. */
export function declarationText({ kind, spelling, result, variables, comments }: CheckedUnit): string {
  const declared = [...variables.values()].filter(({ section }) => section !== 'RESULT')
  const lines = [
    ...comments.map(codesys.comment),
    `${kind} ${spelling}${result === undefined ? '' : ` : ${result}`}`,
    ...sectionLines(declared, codesys),
  ]
  return lines.join('\n')
}

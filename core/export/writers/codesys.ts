import { folded } from '../fold.ts'
import type { CheckedUnit } from '../virtual-plc/checked.ts'
import { sectionLines } from './declaration-text.ts'
import { type Dialect, iec } from './dialect.ts'

/** Words that CODESYS and TwinCAT keep, besides those that no program here may use. */
export const codesysWords: ReadonlySet<string> = new Set(
  `ABSTRACT ACTION ADR ADRINST AND_THEN ANY BIT BITADR CAL CAL_C DT END_ACTION END_METHOD END_PROPERTY END_TRANSITION
   END_UNION ENUM EXIST INDEXOF INI INTERNAL JMP LDATE LDT LREF LTIME LTOD OR_ELSE PARAMS POU QUEUE READ_ONLY REF
   SIZEOF TOD UXINT XINT XSIZEOF XWORD __DELETE __ISVALIDREF __NEW __QUERYINTERFACE`.split(/\s+/),
)

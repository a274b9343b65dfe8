import type { ChosenFault } from '../../../core/engine/window/contract.ts'
import type { Fields } from '../../document/view.ts'

/** Faults as a scenario of the line file has them; what is half written is left out. */
export const writtenFaults = (faults: readonly Fields[]): readonly ChosenFault[] =>
  faults.flatMap(({ failure, onset, severity, duration }) =>
    failure === undefined
      ? []
      : [
          {
            failure,
            onset: onset ?? '',
            ...(severity !== undefined && { severity }),
            ...(duration !== undefined && { duration }),
          },
        ],
  )

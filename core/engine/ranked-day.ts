import { clock, severityText } from '../dream/cause-text.ts'
import type { DayPlace } from '../dream/day-noise.ts'
import type { Line } from '../line/line.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { writeFault } from '../scenario/written.ts'
import type { RankedScenario } from './contract.ts'

/** How many days are dreamt side by side where they are ranked; their noise depends on it. */
export const lanes = 512

/** Which of a run's dreams a ranked scenario was. */
export const dayOfRanked = (id: string): DayPlace => ({ index: Number(id), lanes })

/** The faults of a day as people read them, and as the line file would have them. */
export const faultsIn = (line: Line, { faults }: Scenario): Pick<RankedScenario, 'faults' | 'written'> => ({
  faults: faults.map(({ failure, onset, severity }) => ({
    failure,
    onset: clock(onset),
    severity: severityText(line, failure, severity),
  })),
  written: faults.map((fault) => writeFault(line, fault)),
})

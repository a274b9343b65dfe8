import { seconds } from '../../line/dimension.ts'
import type { PlantLayout } from '../../line/groups.ts'
import type { Line } from '../../line/line.ts'
import type { RandomSource } from '../../scenario/random.ts'
import { faultFreeScenario } from '../../scenario/sample.ts'
import { faultOf, type Scenario } from '../../scenario/scenario.ts'
import type { Happening, Telling } from './told-failure.ts'

/** What was told begins within this part of the dream, and earlier where it would not be over before the end. */
const latestOnset = 0.5

/** An otherwise ordinary day on which something occurs as it was told once, with the failures by which it comes about in part. */
export function toldScenario(
  line: Line,
  layout: PlantLayout,
  { failure, tellings }: Happening,
  random: RandomSource,
): Scenario {
  const { duration, faults } = tellings[random.integer(tellings.length)] as Telling
  const latest = Math.max(0, Math.min(latestOnset * line.horizon, line.horizon - duration))
  const onset = seconds(latest * random.next())
  return {
    ...faultFreeScenario(line, layout, random),
    name: failure.name,
    faults: [
      faultOf(failure, { onset, severity: 1, duration }),
      ...faults.map((fault) => ({ ...fault, onset: seconds(onset + fault.onset) })),
    ],
  }
}

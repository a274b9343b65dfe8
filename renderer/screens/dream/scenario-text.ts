import type { RankedScenario } from '../../../core/engine/contract.ts'
import type { ChosenFault } from '../../../core/engine/window/contract.ts'

/** A fault as one line reads it: its failure, when, how much and for how long. */
export const faultText = ({ failure, onset, severity, duration }: ChosenFault): string =>
  [failure, onset, severity, duration].filter((part) => part !== undefined).join(', ')

/** A scenario for a mail or a report: how often and with what consequence, its faults as the line file has them, its chain. */
export const scenarioText = (
  { name, written }: RankedScenario,
  said: readonly string[],
  chain: readonly string[],
): string =>
  [name, ...said, ...written.map((fault) => `- ${faultText(fault)}`), ...chain.map((link) => `> ${link}`)].join('\n')

/** Minutes outside all limits together. */
export const minutesOutside = ({ consequence }: RankedScenario): number =>
  consequence.limits.reduce((sum, limit) => sum + limit.minutesOutside, 0)

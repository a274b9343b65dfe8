import type { DreamReport } from '../../../core/engine/contract.ts'
import type { FailureRow } from './worksheet.ts'

/** Cost above an ordinary day's times occurrences a year, as the last dream run has it; undefined where it has none. */
export const riskOf = (report: DreamReport | null, { name, place }: FailureRow): number | undefined =>
  place === undefined ? undefined : report?.failures.find((failure) => failure.name === name)?.risk

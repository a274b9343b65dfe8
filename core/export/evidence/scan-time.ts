import { type OperationCounts, totalOf } from './operations.ts'

/** How long one scan of both blocks takes on a family of controllers, from an assumption that is stated: never measured. */
export interface ScanTime {
  readonly controller: string
  readonly operationsPerMicrosecond: number
  readonly assumption: string
  /** ms, two digits */
  readonly milliseconds: number
}

/** So many plain operations stand for one EXP. */
const operationsPerExponential = 20

const siemens =
  'taken from the typical floating-point time that Siemens states (S7-1500 Cycle and Response Times, 02/2014, ' +
  'A5E03461503-02, table 3-2), as if every operation took that long'
const assumed = 'assumed, no public figure was found for it'

const controllers: readonly Omit<ScanTime, 'milliseconds'>[] = [
  {
    controller: 'S7-1500, CPU 1511-1 PN',
    operationsPerMicrosecond: 2.6,
    assumption: `384 ns an operation, ${siemens}`,
  },
  {
    controller: 'S7-1500, CPU 1516-3 PN/DP',
    operationsPerMicrosecond: 15,
    assumption: `64 ns an operation, ${siemens}`,
  },
  {
    controller: 'CompactLogix 5380',
    operationsPerMicrosecond: 10,
    assumption: 'assumed; LOGIX-RM002 of Rockwell Automation estimates single instructions and was not used here',
  },
  { controller: 'Beckhoff CX and IPC, TwinCAT 3', operationsPerMicrosecond: 100, assumption: assumed },
  { controller: 'Modicon M580', operationsPerMicrosecond: 5, assumption: assumed },
]

export function scanTimes(counts: OperationCounts): readonly ScanTime[] {
  const operations = totalOf(counts) + (operationsPerExponential - 1) * counts.exponentials
  return controllers.map((each) => ({
    ...each,
    assumption: `${each.assumption}; an EXP counts as ${operationsPerExponential} operations`,
    milliseconds: Number((operations / each.operationsPerMicrosecond / 1000).toPrecision(2)),
  }))
}

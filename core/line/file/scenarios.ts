import { seconds } from '../dimension.ts'
import type { PinnedFault, PinnedScenario } from '../line.ts'
import { difference } from '../measure.ts'
import type { SizedFailure } from './failures.ts'
import { find, quantityWithin, type Table } from './names.ts'
import { quote, type Report } from './problem.ts'
import type { WrittenLine } from './sections.ts'

type WrittenScenario = NonNullable<WrittenLine['scenarios']>[number]
type WrittenFault = WrittenScenario['faults'][number]

function resolveFault(
  written: WrittenFault,
  failures: Table<SizedFailure>,
  horizon: number,
  report: Report,
): PinnedFault | undefined {
  const found = find(failures, written.failure, 'failure', report)
  if (found === undefined) return undefined
  if (written.onset > horizon) {
    const remedy = `begin within ${horizon} s, or lengthen the horizon`
    report(written.at, { message: 'the fault begins after the horizon', remedy })
  }
  const { failure, dimension } = found
  const [low, high] = failure.severity
  const bounds = { low, high, unit: failure.unit }
  const severity =
    written.severity &&
    quantityWithin(written.severity, difference(dimension), bounds, `the severity of ${quote(failure.name)}`, report)
  return {
    failure: failure.name,
    onset: seconds(written.onset),
    severity: severity?.value ?? high,
    ...(written.duration === undefined ? {} : { duration: seconds(written.duration) }),
  }
}

export function resolveScenario(
  written: WrittenScenario,
  failures: Table<SizedFailure>,
  horizon: number,
  report: Report,
): PinnedScenario {
  const faults = written.faults.map((fault) => resolveFault(fault, failures, horizon, report))
  return { name: written.name, faults: faults.filter((fault) => fault !== undefined) }
}

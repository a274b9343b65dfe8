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

export function resolveScenarios(
  scenarios: readonly WrittenScenario[],
  failures: Table<SizedFailure>,
  horizon: number,
  report: Report,
): readonly PinnedScenario[] {
  const names = new Set<string>()
  return scenarios.map(({ at, name, faults }) => {
    if (names.has(name)) {
      report(at, { message: `two scenarios are called ${quote(name)}`, remedy: 'rename one of them' })
    }
    names.add(name)
    const resolved = faults.map((fault) => resolveFault(fault, failures, horizon, report))
    return { name, faults: resolved.filter((fault) => fault !== undefined) }
  })
}

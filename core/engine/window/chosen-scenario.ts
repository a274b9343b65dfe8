import type { DayPlace } from '../../dream/day-noise.ts'
import { unknownWord } from '../../line/file/shape.ts'
import type { Line } from '../../line/line.ts'
import { nominalDay, pinnedScenario } from '../../scenario/sample.ts'
import type { Fault, Scenario } from '../../scenario/scenario.ts'
import { readFault } from '../../scenario/written.ts'
import type { Study } from '../../study/study.ts'
import { EngineError, type Problem } from '../contract.ts'
import { dayOfRanked } from '../ranked-day.ts'
import { type Source, sentence } from '../source.ts'
import type { ChosenFault, ScenarioChoice } from './contract.ts'

/** A day to film, and the noise that it met when it was ranked. */
export interface ChosenDay {
  readonly scenario: Scenario
  readonly dreamt?: { readonly seed: number; readonly day: DayPlace }
}

/** The day that was chosen, on the line as it is now. Throws `EngineError` where the line knows no such day. */
export function chosenDay(study: Study, source: Source, choice: ScenarioChoice): ChosenDay {
  if (choice.kind === 'ranked') return rankedDay(study, source, choice)
  const { line, plant } = source
  if (choice.kind === 'kept') {
    const names = line.scenarios.map(({ name }) => name)
    if (!names.includes(choice.name)) {
      const { message, remedy } = unknownWord(choice.name, 'scenario of this line', names)
      throw new EngineError([{ message: sentence(message), remedy: sentence(remedy), where: 'scenario.name' }])
    }
    return { scenario: pinnedScenario(line, plant.layout, choice.name) }
  }
  const faults = faultsOf(line, choice.faults)
  const name = faults.map(({ failure }) => failure).join(' + ') || 'no fault'
  return { scenario: nominalDay(line, plant.layout, name, faults) }
}

function rankedDay(study: Study, source: Source, { run, id }: Extract<ScenarioChoice, { kind: 'ranked' }>): ChosenDay {
  const saved = study.scenarios(run).find((candidate) => candidate.id === id)
  if (saved === undefined) {
    const message = `Run ${run} ranked no scenario ${id}.`
    throw new EngineError([{ message, remedy: 'Choose one of those that a finished dream run lists.' }])
  }
  const scenario = saved.scenario as unknown as Scenario
  if (!fits(source, scenario)) {
    const message = `The line has changed since run ${run}: it no longer has all that happens in ${scenario.name}.`
    throw new EngineError([{ message, remedy: 'Dream again, or choose the faults by hand.' }], { refused: true })
  }
  return { scenario, dreamt: { seed: saved.seed, day: dayOfRanked(id) } }
}

/** Whether all that happens in a scenario is there to happen. */
function fits({ line, plant }: Source, { faults, changes, factors }: Scenario): boolean {
  return (
    factors.length === plant.layout.spreads.length &&
    faults.every(({ failure }) => line.failures.some(({ name }) => name === failure)) &&
    changes.every(({ disturbance }) => line.disturbances.some(({ name }) => name === disturbance))
  )
}

function faultsOf(line: Line, chosen: readonly ChosenFault[]): readonly Fault[] {
  const problems: Problem[] = []
  const report = (index: number, field: keyof ChosenFault, message: string, remedy: string) =>
    problems.push({ message: sentence(message), remedy: sentence(remedy), where: `faults.${index}.${field}` })
  const faults = chosen.flatMap((written, index) => {
    const read = readFault(line, written)
    if ('remedy' in read) {
      report(index, read.field, read.message, read.remedy)
      return []
    }
    if (chosen.findIndex(({ failure }) => failure === written.failure) < index) {
      report(index, 'failure', `${written.failure} is chosen twice`, 'keep one of them: a failure occurs once a day')
    }
    return [read]
  })
  if (problems.length > 0) throw new EngineError(problems)
  return faults
}

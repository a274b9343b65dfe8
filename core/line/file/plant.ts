import { input } from '../../graph/leaf.ts'
import type { Component, Line } from '../line.ts'
import { compilePlant } from '../plant.ts'
import { ConnectionError } from '../streams.ts'
import type { Table } from './names.ts'
import type { Report } from './problem.ts'

/** Finer than this, a pipe costs more than its dead time is worth. */
const mostCells = 1000

const isTooFine = ({ kind, parameters }: Component, step: Line['step']) =>
  (kind.cells?.((name) => parameters[name]!, step) ?? 0) > mostCells

/** Builds one step and all that is asked of it. Throws `ConnectionError`. */
function build(line: Line): void {
  const plant = compilePlant(line)
  const { states } = plant.layout
  // A line without states, such as a feed and a pipe, can be described but has nothing to step.
  if (states === 0) return
  const places = [...line.signals, ...line.goals, ...line.limits].map(({ of }) => of)
  const next = plant.step(input('state', states, 1), { control: undefined })
  if (places.length > 0) next.quantities(places)
}

/**
 * Reports what keeps a line, every entry of which is right by itself, from making a plant: pipes cut too finely, as by a
 * volume without a flow, or else the first connection that makes no sense with the others.
 */
export function checkPlant(line: Line, components: Table<unknown>, report: Report): void {
  const at = (tag: string) => components.get(tag)!.key
  const tooFine = line.components.filter((component) => isTooFine(component, line.step))
  for (const { tag } of tooFine) {
    report(at(tag), {
      message: `what it holds takes more than ${mostCells} steps to pass`,
      remedy: 'give it a larger `flow:` or a smaller `volume:`, or lengthen the step',
    })
  }
  if (tooFine.length > 0) return
  try {
    build(line)
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    report(at(error.component), { message: error.problem, remedy: error.remedy })
  }
}

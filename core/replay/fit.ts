import type { Line } from '../line/line.ts'
import type { Experience, Sequence } from './experience.ts'

/** An experience that is none of this line. */
export class UnfitExperience extends Error {
  readonly problem: string
  readonly remedy = 'Leave it out, and keep experiences of each version of the line under its own text'
  constructor(experience: string, what: string) {
    const problem = `${experience} ${what}`
    super(`${problem}. Leave it out, and keep experiences of each version of the line under its own text`)
    this.name = 'UnfitExperience'
    this.problem = problem
  }
}

/** Throws `UnfitExperience` unless a sequence has a value to be kept by, and experiences of the line. */
export function assertSequenceFits(line: Line, { value, experiences }: Sequence): void {
  if (!(Number.isFinite(value) && value >= 0)) throw new UnfitExperience('A sequence', `is worth ${value}`)
  assertFits(line, experiences)
}

/** Throws `UnfitExperience` unless all experiences have the line's numbers, and numbers where there must be some. */
export function assertFits(line: Line, experiences: readonly (Experience & { readonly id?: number })[]): void {
  const wanted = {
    state: { items: line.signals, mayLack: true },
    control: { items: line.controls, mayLack: false },
    fault: { items: line.failures, mayLack: false },
    nextState: { items: line.signals, mayLack: true },
  } as const
  for (const experience of experiences) {
    const named =
      experience.id === undefined ? `The experience of scan ${experience.scan}` : `Experience ${experience.id}`
    for (const [name, { items, mayLack }] of Object.entries(wanted)) {
      const values = experience[name as keyof typeof wanted]
      if (values.length !== items.length)
        throw new UnfitExperience(named, `has ${values.length} values of ${name} where the line has ${items.length}`)
      const isNumber = (value: number) => Number.isFinite(value) || (mayLack && Number.isNaN(value))
      if (!values.every(isNumber)) throw new UnfitExperience(named, `has no number in ${name}`)
    }
  }
}

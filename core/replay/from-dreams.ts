import { causeChain } from '../dream/cause.ts'
import type { Film, TrackName } from '../dream/film.ts'
import type { Dreamer, DreamRequest } from '../dream/rollout.ts'
import type { Line } from '../line/line.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Background, Experience, Sequence } from './experience.ts'

/** What is known of dreams besides their films. */
export type DreamBackground = Pick<Background, 'provenance' | 'policyRound' | 'value'>

/**
 * Dreams the scenarios for their experience, each with and without its faults on the same noise, and so with what followed
 * from them. The dreamer must film.
 */
export async function experienceOfDreams(
  dreamer: Dreamer,
  scenarios: readonly Scenario[],
  request: Omit<DreamRequest, 'film'>,
  background: DreamBackground,
): Promise<readonly Sequence[]> {
  const { line } = dreamer.loop
  const filmed = { ...request, film: scenarios.map((_, index) => index) }
  const { films } = await dreamer.dream(scenarios, filmed)
  const without = scenarios.map((scenario) => ({ ...scenario, faults: [] }))
  const ordinary = (await dreamer.dream(without, filmed)).films
  return films.map((film, index) => sequenceOfFilm(line, film, ordinary[index] as Film, background))
}

/** The experiences in a film, and what its faults led to by the film of the same day without them. */
export function sequenceOfFilm(line: Line, film: Film, ordinary: Film, background: DreamBackground): Sequence {
  const rowsOf = (track: TrackName, scan: number) => {
    const { rows, values } = film.tracks[track]
    return values.slice(scan * rows, (scan + 1) * rows)
  }
  // What is read after the last scan is not on the film.
  const experiences = Array.from({ length: film.scans - 1 }, (_, scan): Experience => {
    return {
      scan,
      state: rowsOf('reading', scan),
      control: rowsOf('control', scan),
      fault: rowsOf('fault', scan),
      nextState: rowsOf('reading', scan + 1),
      outcome: rowsOf('cost', scan)[0] as number,
      reasoning: null,
    }
  })
  return { ...background, scenario: film.scenario, chain: causeChain(line, film, ordinary), experiences }
}

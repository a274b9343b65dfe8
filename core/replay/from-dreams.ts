import { causeChain } from '../dream/cause.ts'
import type { Film, TrackName } from '../dream/film.ts'
import type { Dreamer, DreamRequest } from '../dream/rollout.ts'
import type { Line } from '../line/line.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Background, Experience, Sequence } from './experience.ts'

/** Share of a part of a film that shows the line before its first fault. */
const leadShare = 0.2

/** What is known of dreams besides their films. */
export type DreamBackground = Pick<Background, 'provenance' | 'policyRound' | 'value'>

/**
 * Dreams the scenarios for their experience, each with and without its faults on the same noise, and so with what followed
 * from them. The dreamer must film. Of a film with more than `most` experiences those from shortly before the first fault on.
 */
export async function experienceOfDreams(
  dreamer: Dreamer,
  scenarios: readonly Scenario[],
  request: Omit<DreamRequest, 'film'>,
  backgroundOf: (index: number) => DreamBackground,
  most = Infinity,
): Promise<readonly Sequence[]> {
  const { line } = dreamer.loop
  const filmed = { ...request, film: scenarios.map((_, index) => index) }
  const { films } = await dreamer.dream(scenarios, filmed)
  const without = scenarios.map((scenario) => ({ ...scenario, faults: [] }))
  const ordinary = (await dreamer.dream(without, filmed)).films
  return films.map((film, index) => sequenceOfFilm(line, film, ordinary[index] as Film, backgroundOf(index), most))
}

/**
 * The experiences in a film, and what its faults led to by the film of the same day without them. Of a film with more than
 * `most`, those from shortly before the first fault on.
 */
export function sequenceOfFilm(
  line: Line,
  film: Film,
  ordinary: Film,
  background: DreamBackground,
  most = Infinity,
): Sequence {
  const rowsOf = (track: TrackName, scan: number) => {
    const { rows, values } = film.tracks[track]
    return values.slice(scan * rows, (scan + 1) * rows)
  }
  // What is read after the last scan is not on the film.
  const count = Math.min(most, film.scans - 1)
  const onset = Math.min(...film.scenario.faults.map(({ onset }) => onset / line.scan), film.scans)
  const first = Math.max(0, Math.min(film.scans - 1 - count, Math.floor(onset - count * leadShare)))
  const experiences = Array.from({ length: count }, (_, index): Experience => {
    const scan = first + index
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

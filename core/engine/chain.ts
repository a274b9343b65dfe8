import type { Event } from '../dream/cause.ts'
import { eventText } from '../dream/cause-text.ts'
import type { ClosedLoop } from '../dream/closed-loop.ts'
import type { DayPlace } from '../dream/day-noise.ts'
import { type DreamRequest, type Dreams, type Outcomes, withDreamer } from '../dream/rollout.ts'
import type { Line } from '../line/line.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** Films of the same days with their faults and without: what differs between them has no other cause. */
interface Causes {
  readonly faulty: Dreams
  readonly ordinary: Dreams
}

/** Films days on noise that they, or others, met before. */
export function filmCauses(
  loop: ClosedLoop,
  days: readonly Scenario[],
  noiseOf: readonly DayPlace[],
  request: Pick<DreamRequest, 'seed' | 'parameters' | 'signal'>,
): Promise<Causes> {
  const filmed = { ...request, noiseOf, film: days.map((_, index) => index) }
  const without = days.map((day) => ({ ...day, faults: [] }))
  return withDreamer(loop, { lanes: Math.max(1, days.length), filming: 'signals' }, async (dreamer) => ({
    faulty: await dreamer.dream(days, filmed),
    ordinary: await dreamer.dream(without, filmed),
  }))
}

/** In words: what moved after what on a day, which limits were crossed, and whether the line tripped. */
export function chainText(
  line: Line,
  events: readonly Event[],
  { crossings, tripped }: Outcomes,
  day: number,
): readonly string[] {
  const crossed = line.limits.filter((_, row) => (crossings[row]?.[day] ?? 0) > 0)
  return [
    ...events.map((event) => eventText(line, event)),
    ...crossed.map(({ name }) => `limit ${name} is crossed`),
    ...(tripped[day] === 1 ? ['the line trips'] : []),
  ]
}

import type { App } from '../state/app.ts'
import type { Clock } from '../state/clock.ts'
import type { Action } from './action.ts'

const showsFilm = ({ route, clock }: App) => route.getState().screen === 'watch' && clock.state.getState().scans > 0

const onFilm = (label: string, shortcut: string, run: (clock: Clock) => void): Action => ({
  id: `film ${label}`,
  label: `film.${label}`,
  shortcut,
  when: showsFilm,
  run: ({ clock }) => run(clock),
})

export const playOrPause = onFilm('play', 'Space', (clock) =>
  clock.state.getState().playing ? clock.pause() : clock.play(),
)
export const stepBack = onFilm('stepBack', 'ArrowLeft', (clock) => clock.step(-1))
export const stepOn = onFilm('stepOn', 'ArrowRight', (clock) => clock.step(1))
export const toStart = onFilm('toStart', 'Home', (clock) => clock.moveTo(0))
export const toEnd = onFilm('toEnd', 'End', (clock) => clock.moveTo(Infinity))
export const previousEvent = onFilm('previousEvent', 'P', (clock) => clock.jump(-1))
export const nextEvent = onFilm('nextEvent', 'N', (clock) => clock.jump(1))
const faster = onFilm('faster', '+', (clock) => clock.shift(1))
const slower = onFilm('slower', '-', (clock) => clock.shift(-1))

/** What can be done with the film that is watched. */
export const playback: readonly Action[] = [
  playOrPause,
  stepBack,
  stepOn,
  toStart,
  toEnd,
  previousEvent,
  nextEvent,
  faster,
  slower,
]

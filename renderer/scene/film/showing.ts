import type { Film, LineModel } from '../../../core/engine/window/contract.ts'
import { FilmReading } from './reading.ts'

/** Of a drive at full speed, rad/s. */
const fullTurn = 5
/** Of a flow's arrows at full flow, units of the floor a second. */
const fullTravel = 1.8
/** Longest time that drives turn on between two pictures, s. */
const longestStep = 0.1

/**
 * What a view shows now. Drives and flows move on with the time between two calls, not with the film's: so they can be
 * followed by eye at any speed of playing, stand while it stands, and go back where it goes back.
 */
export class Showing {
  /** How far each component's drive has turned, rad. */
  readonly turns: Float64Array
  /** How far each connection's flow has come, units of the floor. */
  readonly travel: Float64Array
  /** Time that anything has moved, s. */
  moving = 0
  reading: FilmReading | undefined
  readonly #model: LineModel
  readonly #readings = new WeakMap<Film, FilmReading>()
  #at = 0

  constructor(model: LineModel) {
    this.#model = model
    this.turns = new Float64Array(model.components.length)
    this.travel = new Float64Array(model.connections.length)
  }

  /** Whether this is another moment or another film than before. `now` is in ms. */
  show(film: Film, scan: number, now: number): 'same' | 'moved' | 'other film' {
    const next = this.#readings.get(film) ?? new FilmReading(this.#model, film)
    this.#readings.set(film, next)
    const isOther = next !== this.reading
    if (!isOther && scan === next.scan) return 'same'
    const direction = isOther ? 0 : Math.sign(scan - next.scan)
    next.read(scan)
    this.#advance(next, direction * Math.min((now - this.#at) / 1000, longestStep))
    this.#at = now
    this.reading = next
    return isOther ? 'other film' : 'moved'
  }

  #advance({ moments, flows }: FilmReading, seconds: number) {
    this.moving += Math.abs(seconds)
    for (let index = 0; index < this.turns.length; index++) {
      const { speed } = moments[index]!
      if (speed > 0) this.turns[index]! += speed * fullTurn * seconds
    }
    for (let index = 0; index < this.travel.length; index++) {
      const flow = flows[index]!
      if (!Number.isNaN(flow)) this.travel[index]! += flow * fullTravel * seconds
    }
  }
}

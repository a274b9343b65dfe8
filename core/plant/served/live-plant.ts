import { closeLoop } from '../../dream/closed-loop.ts'
import { roundNoise } from '../../dream/day-noise.ts'
import { copyLane, emptyFilm, filmOutput, layOutFilm } from '../../dream/film.ts'
import { offsetOf } from '../../dream/layout.ts'
import { pidLoops } from '../../dream/loops.ts'
import { callLength, unroll } from '../../dream/segment.ts'
import { only, settledStart } from '../../dream/start.ts'
import { compile } from '../../graph/session.ts'
import type { Control, Line } from '../../line/line.ts'
import type { Plant } from '../../line/plant.ts'
import { setpointLoops } from '../../scenario/course.ts'
import { type Commands, commanded, parametersOf } from './commanded.ts'
import { type Happenings, happeningsOn } from './happenings.ts'

/** What one scan of a live plant showed, SI. */
export interface LiveScan {
  /** From 0 on. */
  readonly scan: number
  /** When it began, s. */
  readonly time: number
  /** What the instruments read as it began, [signals]. */
  readonly readings: Float32Array
  /** Whether each signal is lost, as with a broken wire, [signals]. */
  readonly lost: readonly boolean[]
  /** [set points] */
  readonly setpoints: Float32Array
  /** What is applied, [controls]. */
  readonly controls: Float32Array
  /** Whether a trip has stopped the line. */
  readonly tripped: boolean
}

/** One plant that runs scan by scan under its own loops, and what is asked of it from outside. */
export interface LivePlant {
  readonly line: Line
  readonly happenings: Omit<Happenings, 'course'>
  /** When the next scan begins, s. */
  readonly time: number
  scan(commands?: Commands): Promise<LiveScan>
  release(): Promise<void>
}

/** Where a plant's ordinary day begins; without commands it goes on as a dream of that seed under the baseline does. */
export async function createLivePlant(plant: Plant, { seed }: { readonly seed: number }): Promise<LivePlant> {
  const { line } = plant
  const loop = closeLoop(plant, commanded(line))
  const segment = unroll(loop, 1, 1, { noise: true })
  const film = layOutFilm(segment, 'signals')
  const program = await compile({ end: segment.end, film: filmOutput(segment, film) }, { device: 'cpu' })
  const happenings = happeningsOn(line, loop.course)
  const settled = await settledStart(loop)
  const integrals = pidLoops(line).length > 0 ? offsetOf(loop.layout, 'integral') : 0
  const drawn = callLength(Math.round(line.horizon / line.scan))
  const rows = { normal: loop.noiseRows, uniform: loop.stepsPerScan * plant.layout.chances }
  const nextNoise = roundNoise({ normal: drawn * rows.normal, uniform: drawn * rows.uniform }, seed, 0, 1)
  let noise = nextNoise()
  let state: Float32Array = settled.slice()
  let scan = 0

  return {
    line,
    happenings,
    get time() {
      return scan * line.scan
    },
    release: () => program.release(),
    async scan(commands = {}) {
      const since = scan % drawn
      if (since === 0 && scan > 0) noise = nextNoise()
      const ofScan = (name: keyof typeof rows) => noise[name].subarray(since * rows[name], (since + 1) * rows[name])
      const feeds = {
        state,
        courses: happenings.course,
        time: Float32Array.of(scan * line.scan),
        noise: ofScan('normal'),
        chance: ofScan('uniform'),
        parameters: parametersOf(line, commands),
      }
      const result = await program.run(only(feeds, program.inputs))
      const { tracks } = emptyFilm(film, { name: '', faults: [], changes: [], factors: [], likelihood: 0 }, 1, settled)
      copyLane(film, { tracks, scans: 1 }, result.film as Float32Array, 1, 0, 0)
      const seen: LiveScan = {
        scan,
        time: scan * line.scan,
        readings: tracks.reading.values,
        lost: lostOf(line, tracks.fault.values),
        setpoints: tracks.setpoint.values,
        controls: tracks.control.values,
        tripped: tracks.tripped.values[0] === 1,
      }
      state = Float32Array.from(result.end as Float32Array)
      for (const [row, integral] of tracked(line, commands, seen, tracks.shown.values))
        state[integrals + row] = integral
      scan += 1
      return seen
    },
  }
}

const lostOf = ({ signals, failures }: Line, fault: Float32Array): readonly boolean[] =>
  signals.map(({ tag }) =>
    failures.some(({ on, mode }, row) => on === tag && mode === 'dropout' && (fault[row] as number) > 0),
  )

/**
 * Integrals, by the row of the PID loop, of the loops whose place a request has wholly taken: such that they would ask for
 * what is applied, so that they take over again without a bump.
 */
function tracked(
  line: Line,
  { request, share = 1, trim }: Commands,
  { setpoints, controls }: LiveScan,
  shown: Float32Array,
): readonly (readonly [row: number, integral: number])[] {
  if (request === undefined || share < 1) return []
  return pidLoops(line).flatMap((loop, row) => {
    const control = line.controls.findIndex(({ tag }) => tag === loop.control)
    if (Number.isNaN(request[control])) return []
    const signal = line.signals.findIndex(({ tag }) => tag === loop.signal)
    const wanted = setpoints[setpointLoops(line).indexOf(loop)] as number
    const { start, low, high } = line.controls[control] as Control
    const asked = Math.min(Math.max((controls[control] as number) - (trim?.[control] ?? 0), low), high)
    return [[row, asked - start - loop.gain * (wanted - (shown[signal] as number))] as const]
  })
}

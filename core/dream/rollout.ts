import { compile, type Device, type Value } from '../graph/session.ts'
import { writeCourses } from '../scenario/course.ts'
import { randomSource } from '../scenario/random.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ClosedLoop } from './closed-loop.ts'
import { copyLane, emptyFilm, type Film, filmOutput, layOutFilm } from './film.ts'
import { lanesOf } from './lanes.ts'
import { noisePool } from './noise.ts'
import { callLength, unroll } from './segment.ts'
import { only, settledStart } from './start.ts'

/** What came of each scenario; every array has one value a scenario. */
export interface Outcomes {
  /** Without unit; lower is better. */
  readonly cost: Float32Array
  /** Mean error of each goal, SI. */
  readonly errors: readonly Float32Array[]
  /** Time outside each limit, s. */
  readonly outside: readonly Float32Array[]
  /** Times each limit was crossed. */
  readonly crossings: readonly Float32Array[]
  /** 1 where a trip stopped the line. */
  readonly tripped: Float32Array
}

export interface DreamRequest {
  /** The same seed gives the same noise to every controller. */
  readonly seed: number
  /** The controller's flat vector. */
  readonly parameters?: Float32Array
  /** Factors on the PID loops' gains for each scenario, [2·PID loops] each. */
  readonly tuning?: readonly Float32Array[]
  /** Indices of the scenarios to film. */
  readonly film?: readonly number[]
  readonly onScans?: (scans: number) => void
  readonly signal?: AbortSignal
}

export interface Dreams {
  readonly outcomes: Outcomes
  readonly films: readonly Film[]
}

/** Dreams scenarios side by side in lanes. */
export interface Dreamer {
  readonly loop: ClosedLoop
  readonly device: 'cpu' | 'gpu'
  /** Why the CPU was taken where either would do. */
  readonly fallback?: string
  dream(scenarios: readonly Scenario[], request: DreamRequest): Promise<Dreams>
  release(): Promise<void>
}

export interface DreamerOptions {
  /** How many dreams run side by side; scenarios beyond that run in further rounds. */
  readonly lanes: number
  readonly device?: Device
  readonly threads?: number
  readonly filming?: boolean
  readonly tuning?: boolean
}

/** Compiles a closed loop for dreaming. */
export async function createDreamer(loop: ClosedLoop, options: DreamerOptions): Promise<Dreamer> {
  const { lanes, filming = false, tuning = false, device = 'cpu', threads = 2 } = options
  const { line } = loop
  const scans = Math.round(line.horizon / line.scan)
  const scansPerCall = callLength(scans)
  const segment = unroll(loop, scansPerCall, lanes, { noise: true, tuning })
  const filmLayout = layOutFilm(segment)
  const outputs = filming ? { end: segment.end, film: filmOutput(segment) } : { end: segment.end }
  const program = await compile(outputs, { device, threads })
  const start = await settledStart(loop)
  const normal = noisePool('normal')
  const uniform = noisePool('uniform')
  const chances = loop.stepsPerScan * loop.plant.layout.chances

  const dreamRound = async (scenarios: readonly Scenario[], first: number, request: DreamRequest) => {
    const random = randomSource(request.seed).fork(`round ${first}`)
    const courses = writeCourses(line, loop.course, scenarios, lanes)
    const filmed = (request.film ?? []).filter((index) => index >= first && index < first + scenarios.length)
    const films = filmed.map((index) => emptyFilm(filmLayout, scenarios[index - first] as Scenario, scans))
    const tunings = request.tuning?.slice(first, first + lanes)
    let state: Value = lanesOf([start], lanes)
    for (let scan = 0; scan < scans; scan += scansPerCall) {
      request.signal?.throwIfAborted()
      const feeds = {
        state,
        courses,
        time: Float32Array.of(scan * line.scan),
        noise: normal.take(scansPerCall * loop.noiseRows * lanes, random),
        chance: uniform.take(scansPerCall * chances * lanes, random),
        ...(request.parameters && { parameters: request.parameters }),
        ...(tunings && { tuning: lanesOf(tunings, lanes) }),
      }
      const result = await program.run(only<Value>(feeds, program.inputs))
      state = result.end as Value
      films.forEach((film, index) => {
        copyLane(filmLayout, film, result.film as Float32Array, lanes, (filmed[index] as number) - first, scan)
      })
      request.onScans?.(scansPerCall * lanes)
    }
    return { state: state as Float32Array, films }
  }

  return {
    loop,
    device: program.device,
    ...(program.fallback !== undefined && { fallback: program.fallback }),
    async dream(scenarios, request) {
      const outcomes = emptyOutcomes(loop, scenarios.length)
      const films: Film[] = []
      for (let first = 0; first < scenarios.length; first += lanes) {
        const some = scenarios.slice(first, first + lanes)
        const round = await dreamRound(some, first, request)
        readOutcomes(loop, round.state, lanes, outcomes, first, some.length)
        films.push(...round.films)
      }
      return { outcomes, films }
    },
    release: () => program.release(),
  }
}

function emptyOutcomes({ line }: ClosedLoop, count: number): Outcomes {
  const each = (list: readonly unknown[]) => list.map(() => new Float32Array(count))
  return {
    cost: new Float32Array(count),
    errors: each(line.goals),
    outside: each(line.limits),
    crossings: each(line.limits),
    tripped: new Float32Array(count),
  }
}

function readOutcomes(
  loop: ClosedLoop,
  state: Float32Array,
  lanes: number,
  into: Outcomes,
  first: number,
  count: number,
) {
  const copy = (name: string, targets: readonly Float32Array[], scale = 1) => {
    const block = loop.layout.blocks.find((candidate) => candidate.name === `tally ${name}`)
    targets.forEach((target, row) => {
      const from = ((block?.offset ?? 0) + row) * lanes
      for (let lane = 0; lane < count; lane++) target[first + lane] = (state[from + lane] as number) * scale
    })
  }
  copy('cost', [into.cost])
  copy('error', into.errors)
  copy('outside', into.outside, loop.line.horizon)
  copy('crossings', into.crossings)
  copy('tripped', [into.tripped])
}

import { setImmediate } from 'node:timers/promises'
import { compile, type Device, type Program, type Value } from '../graph/session.ts'
import { writeCourses } from '../scenario/course.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ClosedLoop } from './closed-loop.ts'
import { type DayNoise, type DayPlace, noiseOfDays, roundNoise } from './day-noise.ts'
import { copyLane, emptyFilm, type Film, type Filming, type FilmLayout, filmOutput, layOutFilm } from './film.ts'
import { lanesOf } from './lanes.ts'
import { callLength, shortCall, unroll } from './segment.ts'
import { only, type Settled, settle } from './start.ts'

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
  /** Dreams of this seed whose noise the scenarios meet once more, one for each; their own by default. */
  readonly noiseOf?: readonly DayPlace[]
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
  /** What films keep; without it there are none. */
  readonly filming?: Filming
  readonly tuning?: boolean
  /** Where dreams begin, one after the other, [layout rows] each; by default all of them where the line has settled. */
  readonly starts?: readonly Float32Array[]
  /** What decides outside of the graph, in a single lane. */
  readonly drive?: Drive
}

/**
 * Decides a scan outside of the graph: takes what the scan is fed with, and gives columns for inputs of the controller's
 * own. Time 0 begins another dream.
 */
export type Drive = (feeds: Readonly<Record<string, Float32Array>>) => Promise<Readonly<Record<string, Float32Array>>>

/** Up to so many lanes a scan is over in a moment. */
const fewLanes = 32

/** Compiles a closed loop for dreaming. */
export async function createDreamer(loop: ClosedLoop, options: DreamerOptions): Promise<Dreamer> {
  const { lanes, filming, tuning = false, device = 'cpu', threads = 2, starts, drive } = options
  if (drive !== undefined && (lanes !== 1 || device !== 'cpu'))
    throw new Error('what is driven dreams in one lane, on the CPU')
  const scans = Math.round(loop.line.horizon / loop.line.scan)
  const drawnScans = callLength(scans)
  const usual = lanes > fewLanes ? drawnScans : callLength(drawnScans, shortCall(scans))
  const scansPerCall = drive === undefined ? usual : 1
  const segment = unroll(loop, scansPerCall, lanes, { noise: true, tuning })
  const filmLayout = filming && layOutFilm(segment, filming)
  const film = filmLayout && filmOutput(segment, filmLayout)
  const program = await compile({ end: segment.end, ...(film && { film }) }, { device, threads })
  const start = await settle(loop).catch(async (error) => {
    await program.release()
    throw error
  })
  return dreamerOf({
    loop,
    program,
    start,
    starts: starts ?? [start.state],
    filmLayout,
    lanes,
    scans,
    drawnScans,
    scansPerCall,
    drive,
  })
}

/** A dreamer for the time of some work; it is released however that ends. */
export async function withDreamer<Result>(
  loop: ClosedLoop,
  options: DreamerOptions,
  work: (dreamer: Dreamer) => Promise<Result>,
): Promise<Result> {
  const dreamer = await createDreamer(loop, options)
  try {
    return await work(dreamer)
  } finally {
    await dreamer.release()
  }
}

interface CompiledLoop {
  readonly loop: ClosedLoop
  readonly program: Program
  readonly start: Settled
  readonly starts: readonly Float32Array[]
  readonly filmLayout: FilmLayout | undefined
  readonly lanes: number
  readonly scans: number
  /** Scans whose noise is drawn at once, whatever the calls: the same noise for whoever dreams. */
  readonly drawnScans: number
  readonly scansPerCall: number
  readonly drive: Drive | undefined
}

function dreamerOf(compiled: CompiledLoop): Dreamer {
  const { loop, program, lanes } = compiled
  return {
    loop,
    device: program.device,
    ...(program.fallback !== undefined && { fallback: program.fallback }),
    async dream(scenarios, request) {
      const outcomes = emptyOutcomes(loop, scenarios.length)
      const films: Film[] = []
      for (let first = 0; first < scenarios.length; first += lanes) {
        const some = scenarios.slice(first, first + lanes)
        const round = await dreamRound(compiled, some, first, request)
        readOutcomes(loop, round.state, lanes, outcomes, first, some.length)
        films.push(...round.films)
      }
      return { outcomes, films }
    },
    release: () => program.release(),
  }
}

async function dreamRound(
  { loop, program, start, starts, filmLayout, lanes, scans, drawnScans, scansPerCall, drive }: CompiledLoop,
  scenarios: readonly Scenario[],
  first: number,
  request: DreamRequest,
) {
  const { line } = loop
  const rows = { normal: loop.noiseRows, uniform: loop.stepsPerScan * loop.plant.layout.chances }
  const drawn = { normal: drawnScans * rows.normal, uniform: drawnScans * rows.uniform }
  const nextNoise =
    request.noiseOf === undefined
      ? roundNoise(drawn, request.seed, first, lanes)
      : noiseOfDays(drawn, request.seed, request.noiseOf.slice(first, first + lanes), lanes)
  const courses = writeCourses(line, loop.course, scenarios, lanes)
  const filmed = (request.film ?? []).filter((index) => index >= first && index < first + scenarios.length)
  const films =
    filmLayout === undefined
      ? []
      : filmed.map((index) => emptyFilm(filmLayout, scenarios[index - first] as Scenario, scans, start.quantities))
  const tunings = request.tuning?.slice(first, first + lanes)
  let noise: DayNoise = { normal: new Float32Array(0), uniform: new Float32Array(0) }
  let state: Value = lanesOf(starts, lanes)
  for (let scan = 0; scan < scans; scan += scansPerCall) {
    request.signal?.throwIfAborted()
    const since = scan % drawnScans
    if (since === 0) noise = nextNoise()
    const ofCall = (name: keyof typeof rows) =>
      noise[name].subarray(since * rows[name] * lanes, (since + scansPerCall) * rows[name] * lanes)
    const feeds = {
      state,
      courses,
      time: Float32Array.of(scan * line.scan),
      noise: ofCall('normal'),
      chance: ofCall('uniform'),
      ...(request.parameters && { parameters: request.parameters }),
      ...(tunings && { tuning: lanesOf(tunings, lanes) }),
    }
    const driven = await drive?.(feeds as Readonly<Record<string, Float32Array>>)
    const result = await program.run(only<Value>({ ...feeds, ...driven }, program.inputs))
    state = result.end as Value
    if (filmLayout !== undefined) {
      films.forEach((film, index) => {
        const lane = (filmed[index] as number) - first
        copyLane(filmLayout, film, result.film as Float32Array, lanes, lane, scan)
      })
    }
    request.onScans?.(scansPerCall * lanes)
    // A call blocks the thread: whoever wants to cancel, or asks something else, gets a word in between.
    await setImmediate()
  }
  return { state: state as Float32Array, films }
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

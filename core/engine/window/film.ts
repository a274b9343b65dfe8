import type { Dreamer, Dreams } from '../../dream/rollout.ts'
import { writeFault } from '../../scenario/written.ts'
import type { Study } from '../../study/study.ts'
import { reported } from '../failure.ts'
import { consequenceOf } from '../measured.ts'
import { assertSeed } from '../seed.ts'
import { assertControllable, compileSource, type Source } from '../source.ts'
import { readingStudy } from '../study-run.ts'
import { trustIn } from '../trust.ts'
import { type ChosenDay, chosenDay } from './chosen-scenario.ts'
import type { Film, FilmRequest, FilmSet, WindowJob } from './contract.ts'
import { withBlockDreamer } from './film-block.ts'
import { baselineFor, type FilmedControl, policyFor, withFilmingDreamer } from './film-controllers.ts'
import { eventsOf } from './film-events.ts'
import { seriesOf } from './film-series.ts'
import { modelOf } from './model.ts'

/** The folder of a study and the text of its line as it is now, and the day to film. */
export interface FilmDay extends Omit<FilmRequest, 'study'> {
  readonly directory: string
  readonly text: string
}

const defaultSeed = 1
/** Progress is told so many times a film. */
const tellings = 50

/**
 * Films one day under the line's own control and, where there is one, under a policy: with the same faults, the same
 * changes and the same noise. A scenario that a dream run ranked meets the noise it met there. Throws `EngineError` for a
 * text that is no line, a day that the line does not know, and a policy that does not fit it.
 */
export const filmDay = (request: FilmDay, job: WindowJob = {}): Promise<FilmSet> =>
  reported(() =>
    readingStudy(request.directory, (study) => {
      if (request.seed !== undefined) assertSeed(request.seed)
      const source = compileSource(request.text, 'line')
      assertControllable(source)
      return filmIn(study, source, request, job)
    }),
  )

/** The same in a study that is open already. */
export async function filmIn(
  study: Study,
  source: Source,
  request: Pick<FilmDay, 'scenario' | 'policy' | 'seed' | 'block'>,
  job: WindowJob,
): Promise<FilmSet> {
  const { line } = source
  const day = chosenDay(study, source, request.scenario)
  const policy = policyFor(study, source, request.policy)
  const { block } = request
  const baseline = baselineFor(study, source)
  const filmed: readonly Filmed[] = [
    { controller: 'baseline', control: baseline, lend: (use) => withFilmingDreamer(source, baseline, use) },
    ...(policy === undefined
      ? []
      : [
          {
            controller: 'policy' as const,
            control: policy,
            lend: (use: Use) => withFilmingDreamer(source, policy, use),
          },
        ]),
    ...(policy === undefined || block === undefined
      ? []
      : [
          {
            controller: 'block' as const,
            control: policy,
            lend: (use: Use) => withBlockDreamer(study, source, policy, block, use),
          },
        ]),
  ]
  const tell = teller(job, filmed.length * Math.round(line.horizon / line.scan))
  const dreamt: Dreams[] = []
  for (const each of filmed) dreamt.push(await dreamDay(day, each, request.seed, job, tell))
  const films = dreamt.flatMap(({ films }) => films)
  const series = seriesOf(line, films)
  return {
    name: day.scenario.name,
    faults: day.scenario.faults.map((fault) => writeFault(line, fault)),
    model: modelOf(source),
    ...trustIn(study, source.hash),
    scans: (films[0]?.scans ?? 0) + 1,
    films: filmed.map(
      ({ controller, control }, index): Film => ({
        controller,
        ...(control.policy && { policy: control.policy.id }),
        tuned: control.gains.length !== 0,
        series: series[index] ?? [],
        events: eventsOf(line, films[index]!),
        consequence: consequenceOf(line, (dreamt[index] as Dreams).outcomes, [0]),
      }),
    ),
  }
}

type Use = (dreamer: Dreamer) => Promise<Dreams>

/** Who controls the line in one of the films, and who lends a dreamer of that. */
interface Filmed {
  readonly controller: Film['controller']
  readonly control: FilmedControl
  readonly lend: (use: Use) => Promise<Dreams>
}

const dreamDay = (
  { scenario, dreamt }: ChosenDay,
  { controller, control, lend }: Filmed,
  seed: number | undefined,
  job: WindowJob,
  onScans: (scans: number) => void,
): Promise<Dreams> =>
  lend((dreamer) =>
    dreamer.dream([scenario], {
      seed: seed ?? dreamt?.seed ?? defaultSeed,
      ...(dreamt && { noiseOf: [dreamt.day] }),
      ...(controller === 'policy' && control.policy && { parameters: control.policy.parameters }),
      ...(job.signal && { signal: job.signal }),
      film: [0],
      onScans,
    }),
  )

function teller({ onProgress }: WindowJob, total: number): (scans: number) => void {
  let done = 0
  let told = 0
  return (scans) => {
    done += scans
    if (done - told < total / tellings && done < total) return
    told = done
    onProgress?.({ task: 'Filming', done, total, unit: 'scans' })
  }
}

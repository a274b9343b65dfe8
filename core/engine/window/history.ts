import type { Run } from '../../study/runs.ts'
import { readStudy, type Study } from '../../study/study.ts'
import type { DreamReport, JudgeReport, TrainReport } from '../contract.ts'
import { curvesOf } from '../training-metrics.ts'
import { trustIn } from '../trust.ts'
import type { Curve, PolicyCard, RunCard } from './contract.ts'

/** Reads what has been found out in a study. */
export function inHistory<Result>(directory: string, read: (study: Study) => Result): Result {
  const study = readStudy(directory)
  try {
    return read(study)
  } finally {
    study.close()
  }
}

/** The runs of a study, newest first. `revision` is that of its line now. */
export const runsOf = (directory: string, revision: string): readonly RunCard[] =>
  inHistory(directory, (study) => {
    const orphans = orphansIn(study)
    return study.runs().map((run) => cardOf(run, revision, orphans))
  })

/** Runs that were going on when their process ended, newest first; from now on they are known to be interrupted. */
export const interruptedRuns = (directory: string, revision: string): readonly RunCard[] =>
  inHistory(directory, (study) => {
    const orphans = orphansIn(study)
    const cards = study
      .runs()
      .filter(({ id }) => orphans.has(id))
      .map((run) => cardOf(run, revision, orphans))
    for (const id of orphans) study.finishRun(id, 'interrupted', 'The engine or the machine stopped while it ran.')
    return cards
  })

const orphansIn = (study: Study): ReadonlySet<number> =>
  new Set(
    study
      .interruptedRuns()
      .filter(({ state }) => state === 'running')
      .map(({ id }) => id),
  )

function cardOf(run: Run, revision: string, orphans: ReadonlySet<number>): RunCard {
  const { id, kind, state, seed, versions, started, ended, message, lineHash } = run
  const status = state === 'cancelled' || orphans.has(id) ? 'interrupted' : state
  return {
    id,
    kind,
    status,
    seed,
    configuration: run.configuration as RunCard['configuration'],
    versions,
    started: Date.parse(started),
    ...(ended !== undefined && { ended: Date.parse(ended) }),
    ...(message !== undefined && { message }),
    outdated: lineHash !== revision,
  }
}

/** The curves of a training run. */
export const curvesIn = (directory: string, run: number): readonly Curve[] =>
  inHistory(directory, (study) => (study.run(run)?.kind === 'train' ? curvesOf(study.metrics(run)) : []))

/** The policies of a study, newest first, with how they were trained and judged, and how far that can be trusted by now. */
export const policiesIn = (directory: string, revision: string): readonly PolicyCard[] =>
  inHistory(directory, (study) =>
    study.policies().map(({ id, runId, lineHash }) => {
      const train = study.report(runId) as unknown as TrainReport | undefined
      const judge = study.latestVerdict(id)?.verdict as unknown as JudgeReport | undefined
      return {
        id,
        run: runId,
        ...(train && { train }),
        ...(judge && { judge: { ...judge, ...trustIn(study, lineHash) } }),
        outdated: lineHash !== revision,
      }
    }),
  )

/**
 * The report of a dream run, or of the latest that ended well, with how far it can be trusted by now; null where there is
 * none.
 */
export const dreamReportIn = (directory: string, run?: number): DreamReport | null =>
  inHistory(directory, (study) => {
    for (const { id, kind, lineHash } of study.runs()) {
      if (kind !== 'dream' || (run !== undefined && id !== run)) continue
      const report = study.report(id) as unknown as DreamReport | undefined
      if (report !== undefined) return { ...report, ...trustIn(study, lineHash) }
    }
    return null
  })

import type { Metric } from '../study/runs.ts'
import type { Study } from '../study/study.ts'
import type { TrainingProgress } from '../train/training.ts'
import { createPace } from './pace.ts'
import { metricsOf } from './training-metrics.ts'
import type { WindowJob } from './window/contract.ts'

/** Metrics go to the disk at most this often, s: training does not wait for it. */
const writingInterval = 1

/**
 * Follows the training processes of a run: tells the job how they go and keeps their metrics in the study. `reached` is the
 * iteration from which each seed goes on.
 */
export function recordTraining(
  study: Study,
  run: number,
  reached: ReadonlyMap<number, number>,
  iterations: number,
  job: WindowJob,
) {
  const done = new Map(reached)
  const pace = createPace()
  const total = done.size * iterations
  let scans = 0
  let waiting: Metric[] = []
  let written = performance.now()

  const write = () => {
    const metrics = waiting
    waiting = []
    written = performance.now()
    if (metrics.length > 0) study.appendMetrics(run, metrics)
  }

  return {
    hear(seed: number, progress: TrainingProgress): void {
      const { iteration, cost, validation, success, tasks } = progress
      scans += progress.scans
      done.set(seed, iteration)
      pace.add(progress.scans)
      waiting.push(...metricsOf(seed, progress))
      if (performance.now() - written > 1000 * writingInterval) write()
      const sum = [...done.values()].reduce((all, one) => all + one, 0)
      const speed = pace.perSecond()
      job.onTraining?.({
        run,
        seed,
        iteration,
        iterations,
        cost,
        ...(validation !== undefined && { validation }),
        ...(success && { success }),
        ...(tasks && { tasks }),
        scansPerSecond: speed.scans,
        secondsLeft: speed.iterations === 0 ? Infinity : (total - sum) / speed.iterations,
      })
      const note = `cost ${cost.toFixed(3)}`
      job.onProgress?.({ task: `Training ${done.size} seeds`, done: sum, total, unit: 'iterations', note })
    },
    /** Writes what waits; once more at the end. */
    write,
    scans: () => scans,
  }
}

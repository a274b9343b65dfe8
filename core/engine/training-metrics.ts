import type { Metric } from '../study/runs.ts'
import type { TrainingProgress } from '../train/training.ts'
import type { Curve } from './window/contract.ts'

/** What a seed's progress adds to its run's metrics: `cost 5000`, `validation 5000`, `success 5000 LT-1 bias`, `tasks 5000 open`. */
export function metricsOf(seed: number, { iteration, cost, validation, success, tasks }: TrainingProgress): Metric[] {
  const metric = (name: string, value: number): Metric => ({ step: iteration, name, value })
  return [
    ...(iteration === 0 ? [] : [metric(`cost ${seed}`, cost)]),
    ...(validation === undefined ? [] : [metric(`validation ${seed}`, validation)]),
    ...Object.entries(success ?? {}).map(([failure, share]) => metric(`success ${seed} ${failure}`, share)),
    ...Object.entries(tasks ?? {}).map(([standing, count]) => metric(`tasks ${seed} ${standing}`, count)),
  ]
}

/** The metrics of a run, by name and step, as one curve for each name. */
export function curvesOf(metrics: readonly Metric[]): readonly Curve[] {
  return [...Map.groupBy(metrics, ({ name }) => name)].map(([metricName, points]) => {
    const [, kind, seed, failure] = /^(\S+) (\d+)(?: (.*))?$/.exec(metricName) ?? []
    return {
      name: (failure === undefined ? kind : `${kind} ${failure}`) as Curve['name'],
      seed: Number(seed),
      steps: Float64Array.from(points, ({ step }) => step),
      values: Float64Array.from(points, ({ value }) => value),
    }
  })
}

/** What training makes small, before it began; not-a-number where no seed has told it. */
export const firstValidation = (metrics: readonly Metric[]): number =>
  metrics.find(({ name, step }) => name.startsWith('validation ') && step === 0)?.value ?? Number.NaN

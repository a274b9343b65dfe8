import { createLogDreamer, disagreementOf } from '../../../core/dream/learned/log-dream.ts'
import { type LogModel, shapeOf } from '../../../core/dream/learned/log-model.ts'
import { feedsOf, placesIn, seriesOf } from '../../../core/dream/learned/log-series.ts'
import { noveltyOf } from '../../../core/dream/learned/novelty.ts'
import type { TepRun } from './data.ts'
import { areaUnderCurve } from './separation.ts'

/** Scores of scans, and how often dreams of an hour that begin there are cut. */
export interface Scores {
  readonly disagreement: readonly number[]
  readonly surprise: readonly number[]
  readonly cut: number
}

/** How well each fault stands out from normal scans, 0.5 being not at all. */
export interface Separation {
  readonly fault: string
  readonly disagreement: number
  readonly surprise: number
  readonly cut: number
}

const dreamt = 20

/** Of the scans of some runs during whose reading the fault is active, or of those without a fault. */
export async function scoresOf(model: LogModel, runs: readonly TepRun[]): Promise<Scores> {
  const [disagreement, surprise, cuts]: [number[], number[], number[]] = [[], [], []]
  for (const { logged, faultAt } of runs) {
    const from = faultAt === Infinity ? 0 : faultAt
    const novelty = await noveltyOf(model, logged)
    novelty.scans.forEach((scan, index) => {
      if (scan < from) return
      disagreement.push(novelty.disagreement[index] as number)
      surprise.push(novelty.surprise[index] as number)
    })
    cuts.push(...(await cutDreams(model, { logged, faultAt: from })))
  }
  return { disagreement, surprise, cut: cuts.reduce((sum, cut) => sum + cut, 0) / cuts.length }
}

/** 1 for each dream of an hour that is cut within it, else 0. */
async function cutDreams(model: LogModel, { logged, faultAt }: Omit<TepRun, 'run'>): Promise<readonly number[]> {
  const shape = shapeOf(model)
  const places = placesIn(seriesOf(logged, model), shape, dreamt).filter(({ scan }) => scan >= faultAt)
  const { history, control } = feedsOf(places, shape, dreamt)
  const dreamer = await createLogDreamer(model, places.length)
  const runs = await dreamer.run(history, control, dreamt).finally(() => dreamer.release())
  const apart = disagreementOf(runs, shape.signals, places.length)
  return places.map((_, lane) =>
    Number(
      Array.from({ length: dreamt }, (_, scan) => apart[scan * places.length + lane]).some(
        (each) => (each as number) > model.trust.level,
      ),
    ),
  )
}

export async function separations(
  model: LogModel,
  faults: readonly TepRun[],
  normal: Scores,
): Promise<readonly Separation[]> {
  const found: Separation[] = []
  for (const run of faults) {
    const scores = await scoresOf(model, [run])
    found.push({
      fault: run.run.slice(1),
      disagreement: areaUnderCurve(scores.disagreement, normal.disagreement),
      surprise: areaUnderCurve(scores.surprise, normal.surprise),
      cut: scores.cut,
    })
  }
  return found
}

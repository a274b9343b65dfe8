import { closeLoop } from '../dream/closed-loop.ts'
import { lanesOf } from '../dream/lanes.ts'
import { type Layout, layOutBlocks, offsetOf, pack } from '../dream/layout.ts'
import { noisePool } from '../dream/noise.ts'
import { callLength, unroll } from '../dream/segment.ts'
import { only } from '../dream/start.ts'
import { input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeCourses } from '../scenario/course.ts'
import type { RandomSource } from '../scenario/random.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Critic } from './critic.ts'
import type { Explorer } from './explorer.ts'
import { type NetworkSubject, startsOf, type TrainingSettings } from './training.ts'

/**
 * What is kept of a scan, [rows, lanes]: insight, action, its log-probability, the cost of the scan and, with a critic,
 * the value seen. Trainers write the advantage over the cost, and what the critic should have said over the value.
 */
export function layOutExperience({ policy }: Explorer, critic: Critic | undefined): Layout {
  return layOutBlocks([
    { name: 'insight', rows: policy.insight },
    { name: 'action', rows: policy.outputs },
    { name: 'log-probability', rows: 1 },
    { name: 'cost', rows: 1 },
    { name: 'value', rows: critic === undefined ? 0 : 1 },
  ])
}

/** Dreams whole dreams while exploring. */
export interface Collector {
  readonly layout: Layout
  /** One array [layout rows, lanes] a scan, written anew by each collection. */
  readonly experience: readonly Float32Array[]
  /** Dreams one scenario a lane with the flat vectors of the explorer and the critic; gives each lane's cost. */
  collect(
    scenarios: readonly Scenario[],
    parameters: Float32Array,
    critic: Float32Array | undefined,
    luck: RandomSource,
  ): Promise<Float32Array>
  release(): Promise<void>
}

/** Dreams of `together` lanes that stand side by side begin in the same state. */
export async function createCollector(
  { loop }: NetworkSubject,
  settings: TrainingSettings,
  explorer: Explorer,
  critic: Critic | undefined,
  together = 1,
): Promise<Collector> {
  const { lanes, device } = settings
  const { line } = loop
  const exploring = closeLoop(loop.plant, explorer.controller)
  const scans = Math.round(line.horizon / line.scan)
  const length = callLength(scans)
  const layout = layOutExperience(explorer, critic)
  const segment = unroll(exploring, length, lanes, { noise: true, explore: true })
  const criticParameters = critic && input('critic', critic.parameters, 1)
  const kept = segment.records.map(({ decision }, scan) => {
    const insight = decision.insight as Tensor
    const blocks = {
      insight,
      action: decision.action as Tensor,
      'log-probability': decision.logProbability as Tensor,
      cost: segment.costs[scan] as Tensor,
      ...(critic && criticParameters && { value: critic.value(criticParameters, insight) }),
    }
    return [`scan ${scan}`, pack(layout, blocks, lanes)] as const
  })
  const program = await compile({ end: segment.end, ...Object.fromEntries(kept) }, { device })
  const start = lanesOf(
    (await startsOf(exploring, settings)).flatMap((state) => Array<Float32Array>(together).fill(state)),
    lanes,
  )
  const normal = noisePool('normal')
  const uniform = noisePool('uniform')
  const chances = loop.stepsPerScan * loop.plant.layout.chances
  const experience = Array.from({ length: scans }, () => new Float32Array(layout.rows * lanes))
  return {
    layout,
    experience,
    async collect(scenarios, parameters, criticValues, luck) {
      const courses = writeCourses(line, loop.course, scenarios, lanes)
      let state = start
      for (let scan = 0; scan < scans; scan += length) {
        const feeds = {
          state,
          courses,
          parameters,
          ...(criticValues && { critic: criticValues }),
          time: Float32Array.of(scan * line.scan),
          noise: normal.take(length * loop.noiseRows * lanes, luck),
          chance: uniform.take(length * chances * lanes, luck),
          exploration: normal.take(length * exploring.controller.noise * lanes, luck),
        }
        const into = Object.fromEntries(kept.map(([name], index) => [name, experience[scan + index] as Float32Array]))
        state = (await program.run(only(feeds, program.inputs), into)).end as Float32Array
      }
      const costs = offsetOf(loop.layout, 'tally cost') * lanes
      return state.slice(costs, costs + lanes)
    },
    release: () => program.release(),
  }
}

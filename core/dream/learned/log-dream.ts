import { input } from '../../graph/leaf.ts'
import { compile } from '../../graph/session.ts'
import { concatRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { createLogModel, type LogModel, shapeOf } from './log-model.ts'
import { feedsOf, type Logged, seriesOf } from './log-series.ts'

/** Scans that one call of the session runs. */
const scansPerCall = 5

/** Free runs of every member side by side, in deviations. */
export interface MemberRuns {
  /** What each member reads scan by scan, [scans · signals, lanes] each. */
  readonly means: readonly Float32Array[]
  /** Logarithm of the variance that each member expects of the first scan, [signals, lanes]. */
  readonly logVariances: readonly Float32Array[]
}

/** Runs all members of a model freely from where readings were measured. */
export interface LogDreamer {
  /** `history` is [history, lanes], `control` [scans · controls, lanes], both as `LogFeeds` has them. */
  run(history: Float32Array, control: Float32Array, scans: number): Promise<MemberRuns>
  release(): Promise<void>
}

export async function createLogDreamer(
  model: Omit<LogModel, 'trust'>,
  lanes: number,
  { threads = 1, together = scansPerCall }: { threads?: number; together?: number } = {},
): Promise<LogDreamer> {
  const { signals, controls } = shapeOf(model)
  const stepper = createLogModel(model)
  const control = input('control', together * controls, lanes)
  const outputs: Record<string, Tensor> = {}
  for (let member = 0; member < stepper.members; member++) {
    let history: Tensor = input(`history ${member}`, stepper.history, lanes)
    const means: Tensor[] = []
    for (let scan = 0; scan < together; scan++) {
      const applied = sliceRows(control, scan * controls, (scan + 1) * controls)
      const { mean, logVariance } = stepper.step(history, applied, member)
      if (scan === 0) outputs[`variance ${member}`] = logVariance
      means.push(mean)
      history = stepper.next(history, applied, mean)
    }
    outputs[`mean ${member}`] = concatRows(means)
    if (together > 1) outputs[`after ${member}`] = history
  }
  const program = await compile(outputs, { device: 'cpu', threads })
  const members = Array.from({ length: stepper.members }, (_, member) => member)

  return {
    async run(start, controlled, scans) {
      const means = members.map(() => new Float32Array(scans * signals * lanes))
      let logVariances: readonly Float32Array[] = []
      let histories = members.map(() => start)
      for (let from = 0; from < scans; from += together) {
        const part = new Float32Array(together * controls * lanes)
        part.set(controlled.subarray(from * controls * lanes, (from + together) * controls * lanes))
        const feeds = Object.fromEntries(histories.map((history, member) => [`history ${member}`, history]))
        const said = (await program.run({ ...feeds, control: part })) as Record<string, Float32Array>
        const at = from * signals * lanes
        members.forEach((member) => {
          const all = said[`mean ${member}`] as Float32Array
          means[member]?.set(all.subarray(0, Math.min(all.length, scans * signals * lanes - at)), at)
        })
        if (from === 0) logVariances = members.map((member) => said[`variance ${member}`] as Float32Array)
        if (together > 1) histories = members.map((member) => said[`after ${member}`] as Float32Array<ArrayBuffer>)
      }
      return { means, logVariances }
    },
    release: () => program.release(),
  }
}

/**
 * How far the members are apart at each scan and lane, [scans, lanes]: the root of the mean over the signals of the variance
 * over the members, in deviations; relative to `usual`, [signals], where it is given.
 */
export function disagreementOf(
  { means }: Pick<MemberRuns, 'means'>,
  signals: number,
  lanes: number,
  usual?: readonly number[],
): Float32Array {
  const scans = (means[0] as Float32Array).length / signals / lanes
  const apart = new Float32Array(scans * lanes)
  for (let scan = 0; scan < scans; scan++) {
    for (let signal = 0; signal < signals; signal++) {
      const weight = 1 / signals / (usual?.[signal] ?? 1) ** 2
      const row = (scan * signals + signal) * lanes
      for (let lane = 0; lane < lanes; lane++) {
        apart[scan * lanes + lane]! += weight * varianceAt(means, row + lane)
      }
    }
  }
  return apart.map(Math.sqrt)
}

/** Over the members, at one place of what each of them says. */
export function varianceAt(means: readonly Float32Array[], index: number): number {
  const mean = meanAt(means, index)
  return means.reduce((sum, each) => sum + ((each[index] as number) - mean) ** 2, 0) / means.length
}

export const meanAt = (means: readonly Float32Array[], index: number): number =>
  means.reduce((sum, each) => sum + (each[index] as number), 0) / means.length

/** A free-running dream in a model of a log, in the log's units. */
export interface LogDream {
  /** What each member reads at the scans after the start, [signals] each. */
  readonly members: readonly (readonly Float32Array[])[]
  /** At each of these scans, in deviations. */
  readonly disagreement: Float32Array
  /** Scans up to which the dream can be trusted: then its members are further apart than held-out logs ever had them. */
  readonly cut: number
}

/**
 * Dreams on from a start, one scan for each of `controls`, [controls] each. The start ends with the present reading and holds
 * a whole window; its last control is not looked at, since the first of `controls` is what is applied now.
 * @throws {RangeError} where the start is shorter than the window, or fewer controls than scans are given.
 */
export async function dreamWith(
  model: LogModel,
  start: Pick<Logged, 'readings' | 'controls'>,
  controls: readonly Float32Array[],
  scans: number,
): Promise<LogDream> {
  const shape = shapeOf(model)
  const now = start.readings.length - 1
  if (now + 1 < shape.window) throw new RangeError(`a start takes ${shape.window} scans, not ${now + 1}`)
  if (controls.length < scans) throw new RangeError(`${scans} scans take as many controls, not ${controls.length}`)
  const ahead = controls.slice(0, scans)
  const nothing = new Float32Array(shape.signals).fill(Number.NaN)
  const logged = {
    name: 'start',
    readings: [...start.readings, ...ahead.map(() => nothing)],
    controls: [...start.controls.slice(0, now), ...ahead],
  }
  const { history, control } = feedsOf([{ series: seriesOf(logged, model), scan: now }], shape, scans)
  const dreamer = await createLogDreamer(model, 1)
  const runs = await dreamer.run(history, control, scans).finally(() => dreamer.release())
  const disagreement = disagreementOf(runs, shape.signals, 1)
  const left = disagreement.findIndex((apart) => apart > model.trust.level)
  return {
    members: runs.means.map((mean) =>
      ahead.map((_, scan) =>
        Float32Array.from(model.signals, ({ mean: centre, deviation }, signal) => {
          return centre + deviation * (mean[scan * shape.signals + signal] as number)
        }),
      ),
    ),
    disagreement,
    cut: left < 0 ? scans : left,
  }
}

/** Error of what is read next, over the deviation that the members expect of it: their own noise, and how far they are apart. */
export function surpriseAt({ means, logVariances }: MemberRuns, reading: number, index: number): number {
  const noise = logVariances.reduce((sum, each) => sum + Math.exp(each[index] as number), 0) / logVariances.length
  return (reading - meanAt(means, index)) / Math.sqrt(noise + varianceAt(means, index))
}

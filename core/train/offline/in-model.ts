import { usualCurriculum } from '../../curriculum/settings.ts'
import { seconds } from '../../line/dimension.ts'
import type { Line } from '../../line/line.ts'
import { longestSegment, trainByGradient } from '../bptt.ts'
import type { NetworkSubject, TrainingProgress } from '../training.ts'

export interface InModelSettings {
  readonly seed: number
  readonly iterations: number
  readonly lanes: number
  readonly learningRate: number
  /** The policy's flat vector to begin with and to stay near, such as a clone of a log. */
  readonly start: Float32Array
  /** Price of leaving that start, per nat. */
  readonly anchor: number
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Trains a policy in the dreams of a plant that is known from logs, by gradients through them, held near what was done in
 * the logs. Gives the best by validation, which may be the start.
 */
export async function trainInModel(
  subject: NetworkSubject,
  { seed, onProgress = () => {}, signal, ...others }: InModelSettings,
): Promise<Float32Array> {
  const settings = { ...others, seed, validationSeed: seed, device: 'cpu', curriculum: usualCurriculum } as const
  const { best } = await trainByGradient(subject, settings, {
    onProgress,
    onCheckpoint() {},
    ...(signal && { signal }),
  })
  return best.parameters
}

/** The line with dreams no longer than `horizon`, s: a whole number of segments, and one at the least. */
export function dreamtFor(line: Line, horizon: number): Line {
  const segment = longestSegment * line.scan
  return horizon >= line.horizon
    ? line
    : { ...line, horizon: seconds(Math.max(1, Math.floor(horizon / segment)) * segment) }
}

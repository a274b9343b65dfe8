import { type OfflineTrainer, offlineTrainers } from './contract/offline.ts'
import { type Engine, EngineError, type Trainer } from './contract.ts'
import { storedPolicy } from './policy-store.ts'
import { readingStudy } from './study-run.ts'

const usualShare = 0.7

const isOffline = (trainer: Trainer | OfflineTrainer): trainer is OfflineTrainer =>
  offlineTrainers.some((each) => each === trainer)

/**
 * Brings a policy nearer to its plant: fits the line to logs, measures on what the fit has not seen how far its dreams can be
 * trusted, trains the policy on in them, over the loops that it was trained over, and judges what came of it.
 */
export function adaptation(engine: Pick<Engine, 'calibrate' | 'replay' | 'train' | 'judge'>): Engine['adapt'] {
  return async ({ line, study, logs, out, policy, share = usualShare, ...options }, job = {}) => {
    const { id: from, trainer } = await readingStudy(study, (opened) => storedPolicy(opened, policy))
    if (isOffline(trainer)) {
      const remedy = 'Choose one that was trained in dreams, or train it again with all logs.'
      throw new EngineError([{ message: `Policy ${from} was trained from logs, not in dreams.`, remedy }])
    }
    const calibration = await engine.calibrate({ line, logs, out, share }, job)
    const rest = share < 1 ? { share: 1 - share } : {}
    const replay = await engine.replay({ line: out, logs, study, ...rest }, job)
    const train = await engine.train({ ...options, line: out, study, from, trainer }, job)
    const seed = options.seed === undefined ? {} : { seed: options.seed }
    return { calibration, replay, train, judge: await engine.judge({ study, policy: train.policy, ...seed }, job) }
  }
}

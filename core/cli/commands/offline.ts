import { type Command, Option } from 'commander'
import { type OfflineRequest, type OfflineTrainer, offlineTrainers } from '../../engine/contract/offline.ts'
import { type Engine, EngineError, type Job, type Trainer } from '../../engine/contract.ts'
import { positiveOption } from '../options.ts'
import type { Answer } from '../program.ts'
import { offlineReport } from '../reports/offline.ts'

/** Options of `train` for one who trains from logs, and for one who trains in dreams. */
export interface FromLogs {
  readonly trainer: OfflineTrainer
  readonly log?: readonly string[]
  readonly trustHorizon?: number
}

export interface InDreams {
  readonly trainer?: Trainer
  readonly log?: readonly string[]
}

/** Whether the options ask for training from logs. Throws `EngineError` for logs that the trainer does not learn from. */
export function asksForLogs<Options extends FromLogs | InDreams>(
  options: Options,
): options is Extract<Options, FromLogs> {
  if (offlineTrainers.some((each) => each === options.trainer)) return true
  if (options.log === undefined) return false
  const remedy = 'Leave --log out, or choose one of these with --trainer.'
  throw new EngineError([{ message: 'Only clone, td3+bc and model learn from logs.', remedy }])
}

/** Adds to `train` how to train, and what from. */
export function withTrainers(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--trainer <name>',
        'how to train: gradients through the dream, the same over short windows, PPO or GRPO; or from logs: ' +
          'clone (behaviour cloning), td3+bc, or model (in dreams, near to the clone)',
      ).choices(['gradient', 'window', 'ppo', 'grpo', ...offlineTrainers]),
    )
    .option('--log <csv...>', 'logs of the line under its present control, for clone, td3+bc and model')
    .addOption(
      positiveOption('--trust-horizon <s>', 'for model: how far ahead its dreams may go (default: the horizon)'),
    )
}

/** Trains from logs, as the options of `train` say. */
export function trainFromLogs(
  engine: Engine,
  job: Job,
  answer: Answer,
  { log = [], ...request }: Omit<OfflineRequest, 'logs'> & Pick<FromLogs, 'log'>,
): Promise<void> {
  if (log.length === 0) {
    const message = `The trainer ${request.trainer} learns from logs, and there is none.`
    throw new EngineError([{ message, remedy: 'Give one or several with --log.' }])
  }
  return answer(engine.trainOffline({ ...request, logs: log }, job), offlineReport)
}

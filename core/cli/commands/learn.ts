import { type Command, InvalidArgumentError, Option } from 'commander'
import type { LearnRequest } from '../../engine/contract/learn.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import type { Answer } from '../program.ts'
import { learnReport } from '../reports/learn.ts'

/** What `dreamline learn` takes and does. */
export function learnCommand(command: Command, engine: Engine, job: Job, answer: Answer): void {
  command
    .argument('<logs...>', 'logs (CSV); a column `run` parts different runs, and so do gaps')
    .option('--line <line>', 'line file: what its balances lack is learned')
    .option('--plant <yaml>', 'instead of a line: which columns are signals and controls, with units and scan')
    .requiredOption('--out <file>', 'file to write the model to, which is not there yet')
    .addOption(
      new Option('--held-out <share>', 'of the runs that nothing is fitted to (default: 0.2)').argParser(shareFrom),
    )
    .addOption(new Option('--budget <size>', 'how much training').choices(['small', 'normal', 'large']))
    .addOption(new Option('--device <name>', 'where to compute').choices(['auto', 'cpu', 'gpu']))
    .addOption(new Option('--seed <n>', 'the same seed repeats a fit on the CPU to the bit').argParser(seedFrom))
    .action((logs: string[], options: Omit<LearnRequest, 'logs'>) =>
      answer(engine.learn({ ...options, logs }, job), learnReport),
    )
}

function shareFrom(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && value < 1) return value
  throw new InvalidArgumentError('It takes a number between 0 and 1.')
}

function seedFrom(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError('It takes a whole number from 0 up.')
}

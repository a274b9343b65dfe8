import { type Command, InvalidArgumentError } from 'commander'
import type { DistilRequest } from '../../engine/contract/distil.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import { wholeOption } from '../options.ts'
import type { Answer } from '../program.ts'
import { distilReport } from '../reports/distil.ts'

/** What `dreamline distil` takes and does. */
export function distilCommand(command: Command, engine: Engine, job: Job, answer: Answer): void {
  command
    .requiredOption('--study <dir>', 'study folder')
    .addOption(wholeOption('--policy <number>', 'network of the study to distil (default: the latest)', 1))
    .addOption(
      wholeOption('--leaves <n>', 'of the tree to keep (default: the fewest that keep nine tenths of the gain)', 1),
    )
    .addOption(wholeOption('--scenarios <n>', 'how many days to compare on', 1))
    .addOption(wholeOption('--seed <n>', 'the same seed repeats a run on the CPU to the bit', 0))
    .action((options: DistilRequest) => answer(engine.distil(options, job), distilReport))
}

/** Reads which policy is meant: `network` or `tree` for the latest of either, or a number. */
export function policyFrom(text: string): 'network' | 'tree' | number {
  if (text === 'network' || text === 'tree') return text
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1) return number
  throw new InvalidArgumentError('It takes network, tree, or the number of a policy.')
}

import type { Command } from 'commander'
import type { VerifyRequest } from '../../engine/contract/verify.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import type { Answer } from '../program.ts'
import { verifyReport } from '../reports/verify.ts'

/** What `dreamline verify` takes and does. */
export function verifyCommand(command: Command, engine: Engine, job: Job, answer: Answer): void {
  command
    .argument('<dir>', 'folder that was exported')
    .option('--compiler <path>', 'an installed iec2c (matiec) or strucpp, which is given the Structured Text as well')
    .action((directory: string, options: Omit<VerifyRequest, 'directory'>) =>
      answer(engine.verify({ directory, ...options }, job), verifyReport, ({ holds }) => !holds),
    )
}

import { type Command, InvalidArgumentError, Option } from 'commander'
import { type ImportRequest, type MappingReport, timeFormats } from '../../engine/contract/import.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import type { Answer, Engineer } from '../program.ts'
import { importReport, mappingReport, refusedReport, unconfirmedReport } from '../reports/import.ts'
import { renderSections } from '../sections.ts'

type Options = Omit<ImportRequest, 'line' | 'files'> & {
  readonly yes?: boolean
  readonly longestHold?: number
}

/** What `dreamline import` takes and does. A guessed mapping is shown, and used only after a yes. */
export function importCommand(command: Command, engine: Engine, job: Job, answer: Answer, engineer: Engineer): void {
  command
    .argument('<line>', 'line file (YAML)')
    .argument('<files...>', 'exports of the historian, CSV or Parquet; several are taken together by their times')
    .requiredOption('--out <csv>', 'log to write, which is not there yet')
    .option('--mapping <yaml>', 'which column is which tag (default: <line>.mapping.yaml beside the line file)')
    .option('--yes', 'take the guess of which column is which tag without asking')
    .option('--time-zone <name>', 'where local times in the exports are from, such as Europe/Berlin')
    .addOption(
      new Option('--time-format <format>', 'how times are written, where it cannot be told').choices(timeFormats),
    )
    .addOption(
      new Option(
        '--longest-hold <s>',
        'how long a value stands for missing ones (default: five of its own intervals, or scans)',
      ).argParser(secondsFrom),
    )
    .action(async (line: string, files: string[], { yes, longestHold, ...options }: Options) => {
      const request = { line, files, ...options }
      const proposal = await engine.proposeMapping(request)
      if (!proposal.isSaved && !yes && !(await isConfirmed(proposal, engineer))) {
        const print = engineer.confirm === undefined ? unconfirmedReport : refusedReport
        return answer(Promise.resolve(proposal), print, () => true)
      }
      const confirmed = proposal.isSaved ? {} : { confirmed: proposal.text }
      const held = longestHold === undefined ? {} : { longestHold }
      return answer(engine.import({ ...request, ...confirmed, ...held }, job), importReport)
    })
}

async function isConfirmed(proposal: MappingReport, engineer: Engineer): Promise<boolean> {
  if (engineer.confirm === undefined) return false
  for (const text of renderSections(mappingReport(proposal, Infinity), false).split('\n')) engineer.say(text)
  return engineer.confirm(`Is this right? It will be saved as ${proposal.file}.`)
}

function secondsFrom(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value
  throw new InvalidArgumentError('It takes a number of seconds from 0 up.')
}

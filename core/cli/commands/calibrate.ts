import { type Command, Option } from 'commander'
import { type Engine, EngineError, type Job } from '../../engine/contract.ts'
import { lineHelp, shareOption } from '../options.ts'
import type { Answer, Engineer } from '../program.ts'
import { calibrationReport } from '../reports/calibrate.ts'

interface Calibrating {
  readonly log: readonly string[]
  readonly share?: number
  readonly only?: readonly string[]
  readonly out?: string
  readonly write?: boolean
}

const nobodyToAsk = {
  message: '--write asks on the terminal, and there is none.',
  remedy: 'Use --out with the name of a new file.',
}

/** Lets `command` fit a line's parameters to logs. */
export function calibrateCommand(
  command: Command,
  engine: Engine,
  job: Job,
  answer: Answer,
  engineer: Engineer,
): Command {
  return command
    .argument('<line>', lineHelp)
    .requiredOption('--log <csv...>', 'logs from the historian: a time column, and one for each tag')
    .addOption(
      shareOption('--share <share>', 'of each log to fit, from its beginning; the rest is held out (default: 1)'),
    )
    .option('--only <names...>', 'what to fit, such as TM-101.mass, TT-101.lag or ambient')
    .addOption(new Option('--out <file>', 'line file to write, which is not there yet').conflicts('write'))
    .option('--write', 'ask whether to put the values into the line file')
    .action(async (line: string, { log: logs, write, ...options }: Calibrating) => {
      if (write && engineer.confirm === undefined) throw new EngineError([nobodyToAsk])
      const work = engine.calibrate({ line, logs, ...options }, job)
      await answer(work, calibrationReport)
      const { hash, values } = await work
      if (!write || values.length === 0) return
      const isWanted = await engineer.confirm?.(`Put these values into ${line}?`)
      if (isWanted) await engine.adoptValues({ line, hash, values })
      engineer.say(isWanted ? `Written to ${line}.` : 'Nothing was written.')
    })
}

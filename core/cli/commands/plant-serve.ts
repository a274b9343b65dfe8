import type { Command } from 'commander'
import type { ServePlantRequest } from '../../engine/contract/serve-plant.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import { positiveOption, wholeOption } from '../options.ts'
import type { Answer, Engineer } from '../program.ts'
import { servedLines, servePlantReport } from '../reports/serve-plant.ts'

type Options = Omit<ServePlantRequest, 'line' | 'gap' | 'faults'> & {
  /** False for --no-gap. */
  readonly gap?: number | false
  readonly fault?: readonly string[]
}

export const plantServeText =
  'Serve a plant of the line over OPC UA, for tests and for learning. It is not quite as the line file says: it has other ' +
  'sizes, sticking actuators and slower instruments. Its own loops control it; a policy may correct and trim them.'

export const plantServeExample = "plant serve filler.line.yaml --gap 3 --speed 20 --fault 'LT-101 bias at 5 min'"

/** What `dreamline plant serve` takes and does. */
export function plantServeCommand(
  command: Command,
  engine: Engine,
  job: Job,
  answer: Answer,
  engineer: Engineer,
): void {
  command
    .argument('<line>', 'line file (YAML)')
    .addOption(wholeOption('--gap <n>', 'which plant of the line: the same number, the same plant (default: 1)', 0))
    .option('--no-gap', 'a plant that is as the line file says')
    .addOption(wholeOption('--seed <n>', 'the same seed, the same noise (default: 1)', 0))
    .addOption(positiveOption('--speed <x>', 'times faster than real time (default: 1)'))
    .option(
      '--fault <text>',
      "what fails: 'LT-101 bias at 5 min', or 'T-101 leak of 0.4 cm2 at 5 min for 2 min'; once for each",
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .addOption(positiveOption('--duration <s>', 'how long to serve it (default: until Ctrl-C)'))
    .option('--host <address>', 'where to listen (default: 127.0.0.1, which no other computer reaches)')
    .addOption(wholeOption('--port <n>', 'default: 4840', 0))
    .option('--pki <dir>', 'folder of key, certificate and trusted clients (default: pki/<line>-plant)')
    .option('--accept', 'trust the first client that connects, where none is trusted yet')
    .option('--user <name>', 'who may log in; the password is DREAMLINE_PLANT_PASSWORD or made up (default: engineer)')
    .option('--anonymous', 'let clients in without a user')
    .option('--insecure', 'let clients connect without signature and encryption')
    .addOption(wholeOption('--watchdog <scans>', 'scans without a heartbeat that a policy survives (default: 5)', 1))
    .action((line: string, { gap, fault: faults, ...options }: Options) => {
      const request = {
        line,
        ...options,
        ...(gap !== undefined && { gap: gap === false ? null : gap }),
        ...(faults && { faults }),
      }
      const work = engine.servePlant(request, {
        ...job,
        onServed: (served) => servedLines(served).forEach(engineer.say),
        onStatus: ({ scan, status }) => engineer.say(`scan ${scan}: policy ${status}`),
      })
      return answer(work, servePlantReport)
    })
}

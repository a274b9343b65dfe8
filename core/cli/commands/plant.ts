import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type {
  PlantAt,
  PlantJob,
  PlantMapRequest,
  PlantRunRequest,
  PlantShadowRequest,
  PlantWatchRequest,
} from '../../engine/contract/plant.ts'
import { type Engine, EngineError, type Job } from '../../engine/contract.ts'
import { timeOption, wholeOption } from '../options.ts'
import type { Answer, Engineer } from '../program.ts'
import {
  lookLine,
  plantAuditReport,
  plantMapReport,
  plantRunReport,
  plantShadowReport,
  plantTrustReport,
  plantWatchReport,
} from '../reports/plant.ts'

type Define = (name: string, description: string, example: string) => Command

type Watching = Omit<PlantWatchRequest, 'line' | 'duration'> & { readonly for?: number }
type Shadowing = Omit<PlantShadowRequest, 'line' | 'duration'> & { readonly for?: number }
type Running = Omit<PlantRunRequest, 'line' | 'duration' | 'armedBy'> & { readonly for: number; readonly arm?: boolean }

/** The commands of `dreamline plant` that talk to a plant's server. */
export function plantCommands(define: Define, engine: Engine, job: Job, answer: Answer, engineer: Engineer): void {
  const { ask, say } = engineer
  const plantJob: PlantJob = {
    ...job,
    onLook: (look) => say(lookLine(look)),
    onConnection: (news) => say(`Plant: ${news}.`),
    ...(ask && { password: (user: string) => ask(`Password of ${user}:`, { secret: true }) }),
  }
  const at = (command: Command) =>
    command
      .argument('<line>', 'line file (YAML)')
      .option('--connection <file>', 'connection file (default: <line>.plant.yaml beside the line file)')
  const logged = (command: Command) =>
    command.option('--log <csv>', 'file to write what the plant does to, which is not there yet')
  const withPolicy = (command: Command) =>
    command
      .requiredOption('--study <dir>', 'study folder')
      .addOption(wholeOption('--policy <n>', 'which policy of the study (default: the latest)', 1))

  at(define('map', 'Write a connection file, guessed from the names at the server; check it then.', mapExample))
    .requiredOption('--endpoint <url>', 'address of the server, such as opc.tcp://plc-1:4840')
    .option('--user <name>', 'who signs in; the password is DREAMLINE_PLANT_PASSWORD or asked for')
    .action((line: string, options: Omit<PlantMapRequest, 'line'>) =>
      answer(engine.mapPlant({ line, ...options }, plantJob), plantMapReport, ({ missing }) => missing.length > 0),
    )

  at(define('trust', "Trust a server's certificate that was refused, or list those that were seen.", trustExample))
    .argument('[thumbprint]', "SHA-1 of the certificate, as the server's own tools show it")
    .action((line: string, thumbprint: string | undefined, options: Omit<PlantAt, 'line'>) =>
      answer(engine.trustPlant({ line, ...options, ...(thumbprint && { thumbprint }) }), plantTrustReport),
    )

  logged(at(define('watch', 'Show what a plant does, scan by scan; nothing is written.', watchExample)))
    .addOption(timeOption('--for <time>', 'such as 10m (default: until Ctrl-C)'))
    .action((line: string, { for: duration, ...options }: Watching) =>
      answer(engine.watchPlant({ line, ...options, ...(duration && { duration }) }, plantJob), plantWatchReport),
    )

  withPolicy(logged(at(define('shadow', 'Show what a policy would do on a plant; nothing is written.', shadowExample))))
    .addOption(timeOption('--for <time>', 'such as 8h (default: until Ctrl-C)'))
    .action((line: string, { for: duration, ...options }: Shadowing) =>
      answer(engine.shadowPlant({ line, ...options, ...(duration && { duration }) }, plantJob), plantShadowReport),
    )

  withPolicy(
    logged(
      at(
        define(
          'run',
          'Let a policy act on a plant for some time. It hands back when its time is over, at Ctrl-C, and whenever anything ' +
            'is not as it should be; every write is kept in an audit log.',
          runExample,
        ),
      ),
    ),
  )
    .addOption(timeOption('--for <time>', 'such as 10m, at most 12h').makeOptionMandatory())
    .option('--arm', 'arm it without asking')
    .action(async (line: string, { for: duration, arm = false, ...options }: Running) => {
      if (!arm) await confirmArming(line, duration, engine, engineer)
      const armedBy = userInfo().username
      const work = engine.runPlant({ line, ...options, duration, armedBy }, plantJob)
      return answer(work, plantRunReport, ({ asMeant }) => !asMeant)
    })

  define('audit', 'Check that an audit log is as it was written.', auditExample)
    .argument('<file>', 'audit log (JSON Lines)')
    .action((file: string) =>
      answer(engine.auditPlant({ file }), plantAuditReport, ({ broken }) => broken !== undefined),
    )
}

const mapExample = 'plant map filler.line.yaml --endpoint opc.tcp://plc-1:4840 --user engineer'
const trustExample = 'plant trust filler.line.yaml 63146de22a2dbb0df21eb445b2a0e169514a2837'
const watchExample = 'plant watch filler.line.yaml --log march.csv --for 8h'
const shadowExample = 'plant shadow filler.line.yaml --study studies/filler --log shadow.csv'
const runExample = 'plant run filler.line.yaml --study studies/filler --for 10m'
const auditExample = 'plant audit studies/filler/filler.audit.jsonl'

/** Has the engineer type the name of the line. Throws `EngineError` for another word, and where nobody is there. */
async function confirmArming(line: string, duration: number, engine: Engine, { ask }: Engineer): Promise<void> {
  const { name } = await engine.check({ line })
  if (ask === undefined) {
    const message = 'A policy is armed by hand, and nobody is at the terminal.'
    throw new EngineError([{ message, remedy: 'Run it on a terminal, or add --arm.' }])
  }
  const typed = await ask(`The policy may act on ${name} for ${duration} s. Type ${name} to arm it:`)
  if (typed.trim() === name) return
  const message = 'That is not the name of the line: the policy was not armed.'
  throw new EngineError([{ message, remedy: `Type ${name}.` }], { refused: true })
}

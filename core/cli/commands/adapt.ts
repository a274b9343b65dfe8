import type { AdaptRequest } from '../../engine/contract/adapt.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import { budgetOption, given, lineHelp, seedOption, shareOption, studyHelp, wholeOption } from '../options.ts'
import type { Answer, BeginCommand } from '../program.ts'
import { adaptReport } from '../reports/adapt.ts'

type Adapting = Omit<AdaptRequest, 'line' | 'logs'> & { readonly log: readonly string[] }

/** `adapt`, from a policy that was trained in dreams to one that knows its plant. */
export function addAdapt(command: BeginCommand, engine: Engine, job: Job, answer: Answer): void {
  command(
    'adapt',
    'Bring a policy nearer to its plant: fit the line to logs, measure how far its dreams can be trusted, train the policy ' +
      'on in them, and judge it.',
    'adapt filler.line.yaml --study studies/filler --log march.csv --out fitted.line.yaml',
  )
    .argument('<line>', lineHelp)
    .requiredOption('--study <dir>', studyHelp)
    .requiredOption('--log <csv...>', 'what the plant went through, under its own control or under a policy')
    .requiredOption('--out <file>', 'line file to write, as the logs have it, which is not there yet')
    .addOption(wholeOption('--policy <n>', 'policy of the study to go on from (default: the latest)', 1))
    .addOption(
      shareOption('--share <share>', 'of each log to fit, from its beginning; the rest measures it (default: 0.7)'),
    )
    .addOption(seedOption())
    .addOption(budgetOption())
    .option('--whole', 'dream over the whole horizon of the line, however far the model can be trusted')
    .action((line: string, { study, log: logs, out, ...options }: Adapting) =>
      answer(
        engine.adapt({ line, study, logs, out, ...given(options) }, job),
        adaptReport,
        ({ judge }) => judge.verdict === 'worse',
      ),
    )
}

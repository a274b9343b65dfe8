import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { ReplayRequest } from '../../engine/contract/trust.ts'
import type { Engine, Job } from '../../engine/contract.ts'
import { given, lineHelp, numberFrom, shareOption, studyHelp, wholeOption } from '../options.ts'
import type { Answer, BeginCommand } from '../program.ts'
import { experienceReport, experiencesReport } from '../reports/experiences.ts'
import { replayReport } from '../reports/replay.ts'

type Replaying = Pick<ReplayRequest, 'study' | 'from' | 'share'> & {
  readonly log?: readonly string[]
  readonly tolerance?: Readonly<Record<string, string>>
}

/** `replay`, which compares a line with logs, and `replay show`, which lists what the replay of a study holds. */
export function addReplay(program: Command, command: BeginCommand, engine: Engine, job: Job, answer: Answer): void {
  const replay = command(
    'replay',
    'Drive the model of the line with real logs; report the error of each signal and how far ahead to trust it.',
    'replay filler.line.yaml --log march.csv april.csv --study studies/filler --tolerance LT-101=2cm',
  )
    .argument('<line>', lineHelp)
    // Commander would ask for a required option before `show` too.
    .option('--log <csv...>', 'logs from the historian: a time column, and one for each tag (required)')
    .option('--study <dir>', 'study that keeps how far to trust its dreams, and what the line went through')
    .addOption(
      new Option(
        '--tolerance <tag=quantity...>',
        'how far a dream may be off a signal (default: that of the line file, or 5 % of the range)',
      ).argParser(toleranceIn),
    )
    .addOption(
      new Option('--from <seconds>', 'leave out the beginning of each log, such as what the model was fitted to')
        .argParser((text) => numberFrom(text, 0, Infinity))
        .conflicts('share'),
    )
    .addOption(shareOption('--share <share>', 'take the last share of each log'))
    .helpCommand(false)
    // Commander reads options of `show` that `replay` has too as those of `replay`.
    .hook('preSubcommand', (_, show) => {
      const { study, ...others }: Replaying = replay.opts()
      const [unknown] = Object.keys(others)
      if (unknown !== undefined) show.error(`error: unknown option '--${unknown}'`)
      show.setOptionValue('study', study)
    })
    .action((line: string, { log, study, tolerance, from, share }: Replaying) => {
      if (log === undefined) return replay.error("error: required option '--log <csv...>' not specified")
      const request = { line, logs: log, ...given({ study, tolerances: tolerance, from, share }) }
      return answer(engine.replay(request, job), replayReport)
    })

  command(
    'show',
    'List what the replay of a study holds of a line, or show one experience: what it came from and what used it.',
    'replay show filler.line.yaml --study studies/filler --experience 17',
    replay,
  )
    .argument('<line>', lineHelp)
    .requiredOption('--study <dir>', studyHelp)
    .addOption(wholeOption('--experience <number>', 'the experience to show', 1))
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: () => [...program.options] })
    .action((line: string, { study, experience }: { study: string; experience?: number }) =>
      experience === undefined
        ? answer(engine.experiences({ line, study }), experiencesReport)
        : answer(engine.experience({ line, study, id: experience }), experienceReport),
    )
}

function toleranceIn(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [tag, quantity, ...more] = text.split('=')
  if (!tag || !quantity || more.length > 0) throw new InvalidArgumentError('Write a tag and a quantity: LT-101=2cm.')
  return { ...before, [tag]: quantity }
}

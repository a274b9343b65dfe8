import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import {
  type CurriculumChoice,
  type DoctorReport,
  type Engine,
  EngineError,
  type ForetellRequest,
  type Job,
  type JudgeReport,
  type ReasonerChoice,
  type TrainRequest,
} from '../engine/contract.ts'
import { addAdapt } from './commands/adapt.ts'
import { calibrateCommand } from './commands/calibrate.ts'
import { distilCommand, policyFrom } from './commands/distil.ts'
import { type OwnWriters, targetOption, writerOption } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { learnCommand } from './commands/learn.ts'
import { asksForLogs, type FromLogs, type InDreams, trainFromLogs, withTrainers } from './commands/offline.ts'
import { plantCommands } from './commands/plant.ts'
import { plantServeCommand, plantServeExample, plantServeText } from './commands/plant-serve.ts'
import { addReplay } from './commands/replay.ts'
import { verifyCommand } from './commands/verify.ts'
import {
  budgetOption,
  given,
  lineHelp,
  numberFrom,
  seedOption,
  shareOption,
  studyHelp,
  wholeOption,
} from './options.ts'
import { checkReport } from './reports/check.ts'
import { doctorReport } from './reports/doctor.ts'
import { dreamReport } from './reports/dream.ts'
import { exportReport } from './reports/export.ts'
import { fineTuningReport } from './reports/fine-tuning.ts'
import { foretellReport } from './reports/foretell.ts'
import { judgeReport } from './reports/judge.ts'
import { isEmpty, reasonReport } from './reports/reason.ts'
import { runReport } from './reports/run.ts'
import { trainReport } from './reports/train.ts'
import type { Section } from './sections.ts'

/** Shows what the engine found; `isNo` says whether the answer to the engineer's question is no. */
export type Answer = <Report>(
  work: Promise<Report>,
  print: (report: Report, width: number) => Section[],
  isNo?: (report: Report) => boolean,
) => Promise<void>

/** Asks for a word; a secret one is not shown as it is typed. */
export type Ask = (question: string, options?: { readonly secret?: boolean }) => Promise<string>

/** Who sits before it, if anybody does. */
export interface Engineer {
  say(text: string): void
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined
  readonly ask?: Ask | undefined
}

type Reasoning = Omit<ReasonerChoice, 'file' | 'key'> & { readonly modelFile?: string }

type Proposing = Reasoning & { readonly study?: string; readonly write?: boolean }

type Foretelling = Omit<ForetellRequest, 'line' | 'sentence' | 'reasoner'> & Reasoning

/** Begins a command with its description and an example. */
export type BeginCommand = (name: string, description: string, example: string, parent?: Command) => Command

type Training = Omit<TrainRequest, 'line' | 'curriculum' | 'reasoner' | 'trainer'> &
  CurriculumChoice &
  Reasoning &
  (FromLogs | InDreams)

type Sampling = { readonly study: string; readonly scenarios?: number; readonly seed?: number }

/** What the tour shows. */
export const tourLine = fileURLToPath(new URL('../../assets/lines/three-tank.line.yaml', import.meta.url))

const description =
  'Dreams the rare faults of a process line, trains a control policy in those dreams, judges it against the line’s ' +
  'present control and writes it out for the PLC. Everything runs on this computer.'

const epilogue = `
A line is a YAML file that describes equipment, signals, loops, limits and
failure modes. A study is the folder that keeps what was found out about it.

Examples:
  dreamline tour                      all of it, on a bundled three-tank line
  dreamline check filler.line.yaml    your own line: is the file right?
  dreamline run filler.line.yaml      dream, train, judge and export

Exit codes: 0 done; 1 the answer is no (the policy is worse); 2 the call or its
input is wrong; 130 stopped by Ctrl-C.`

/** The commands and what they take. Nothing runs and nothing is written until `parseAsync`. */
export function createProgram(engine: Engine, job: Job, answer: Answer, engineer: Engineer): Command {
  const program = new Command('dreamline')
    .description(description)
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .addHelpText('after', epilogue)

  const command: BeginCommand = (name, description, example, parent = program) =>
    parent.command(name).description(description).addHelpText('after', `\nExample:\n  dreamline ${example}`)

  command(
    'check',
    'Read and check a line file; list its equipment, signals, controls, loops, limits and failure modes.',
    'check filler.line.yaml',
  )
    .argument('<line>', lineHelp)
    .action((line: string) => answer(engine.check({ line }), checkReport))

  addReplay(program, command, engine, job, answer)

  calibrateCommand(
    command(
      'calibrate',
      'Fit the sizes, coefficients, losses and lags of the model of a line to real logs; say what the logs do not tell.',
      'calibrate filler.line.yaml --log march.csv --share 0.5 --out fitted.line.yaml',
    ),
    engine,
    job,
    answer,
    engineer,
  )
  const importing = command(
    'import',
    "Write exports of a historian as one log in Dreamline's own format, once a scan, and report what is wrong with them.",
    'import filler.line.yaml march.csv april.parquet --out spring.csv',
  )
  importCommand(importing, engine, job, answer, engineer)

  command(
    'dream',
    "Propose rare-fault scenarios, dream them under the line's present control and rank them by risk.",
    'dream filler.line.yaml --study studies/filler --scenarios 2000',
  )
    .argument('<line>', lineHelp)
    .requiredOption('--study <dir>', studyHelp)
    .addOption(scenariosOption())
    .addOption(seedOption())
    .action((line: string, options: Sampling) => answer(engine.dream({ line, ...options }, job), dreamReport))

  const withReasoner = (command: Command) =>
    command
      .option('--url <address>', 'where the API of the language model begins (default: DREAMLINE_REASONER_URL)')
      .option('--model <name>', 'which model (default: DREAMLINE_REASONER_MODEL, or the only one)')
      .option('--model-file <gguf>', 'a language model to run here instead (default: DREAMLINE_REASONER_FILE)')
      .addOption(wholeOption('--timeout <s>', 'how long one answer may take', 1))
      .addOption(wholeOption('--tokens <n>', 'what all questions and answers together may cost', 1))

  const train = withReasoner(
    command(
      'train',
      'Train a control policy in dreams, or from logs. After an interruption the same command goes on from the last ' +
        'checkpoint. A language model, where one is set up, proposes tasks meanwhile.',
      'train filler.line.yaml --study studies/filler --device gpu',
    )
      .argument('<line>', lineHelp)
      .requiredOption('--study <dir>', studyHelp)
      .addOption(deviceOption())
      .addOption(seedOption())
      .addOption(budgetOption())
      .option(
        '--experience <file>',
        "model that `learn --line` wrote: what the line's balances lack is dreamt of as well",
      )
      .addOption(wholeOption('--from <policy>', "policy of the study to go on from (default: today's control)", 1))
      .option('--whole', 'dream over the whole horizon of the line, however far the model can be trusted')
      .addOption(wholeOption('--group <n>', 'dreams of one task in a round, whose spread is its value (default: 2)', 1))
      .addOption(shareOption('--again <share>', 'of tasks that come back for their value (default: 0.15)'))
      .addOption(shareOption('--synthetic <share>', 'of tasks varied from valuable ones, at most (default: 0.1)'))
      .addOption(
        new Option(
          '--anchor <price>',
          'for ppo and grpo: what it costs to leave the start, per nat (default: 0); for model, the clone (default: 1)',
        ).argParser((text) => numberFrom(text, 0, Infinity)),
      ),
  )
  withTrainers(train).action((line: string, options: Training) => {
    if (asksForLogs(options)) {
      const { study, trainer, seed, budget, anchor, log, trustHorizon } = options
      const learning = { line, study, trainer, ...given({ seed, budget, anchor, log, trustHorizon }) }
      return trainFromLogs(engine, job, answer, learning)
    }
    const { seed, budget, trainer, device, study, anchor, from, whole, experience, ...others } = options
    const [curriculum, reasoner] = [curriculumIn(others), chosen(others)]
    const request = {
      ...given({ seed, budget, trainer, device, anchor, from, whole, experience }),
      ...(isGiven(curriculum) && { curriculum }),
      ...(isGiven(reasoner) && { reasoner }),
    }
    return answer(engine.train({ line, study, ...request }, job), trainReport)
  })

  addAdapt(command, engine, job, answer)

  command(
    'judge',
    "Compare the study's newest policy with the line's present control on scenarios it never trained on.",
    'judge --study studies/filler --scenarios 1000',
  )
    .requiredOption('--study <dir>', studyHelp)
    .addOption(scenariosOption())
    .addOption(seedOption())
    .action((options: Sampling) => answer(engine.judge(options, job), judgeReport, isWorse))

  distilCommand(
    command(
      'distil',
      'Distil a trained network to decision trees that can be read; compare their sizes and keep one as a policy.',
      'distil --study studies/filler --leaves 32',
    ),
    engine,
    job,
    answer,
  )

  command(
    'export',
    'Write the judged policy for a controller, with the evidence that it computes what was judged.',
    'export --study studies/filler --target st --out plc',
  )
    .requiredOption('--study <dir>', studyHelp)
    .addOption(targetOption())
    .requiredOption('--out <dir>', 'folder to write to')
    .addOption(new Option('--policy <form>', 'network, tree, or a number (default: the latest)').argParser(policyFrom))
    .addOption(
      shareOption('--authority <share>', 'of its trims and corrections that the block begins with (default: 1)'),
    )
    .addOption(
      new Option(
        '--fallback <name>',
        'where a policy without loops underneath leaves the controls when it does not act',
      ).choices(['safe', 'loops']),
    )
    .option('--override', 'export also what was judged worse, or never; every file then says so')
    .addOption(writerOption())
    .action(({ writer, ...options }: Parameters<Engine['export']>[0] & OwnWriters) =>
      answer(engine.export(options, writer === undefined ? job : { ...job, writerFiles: writer }), exportReport),
    )

  const verifyText = 'Repeat every check of an exported folder: hashes, vectors, test bench; name the first difference.'
  verifyCommand(command('verify', verifyText, 'verify plc --compiler ~/matiec/iec2c'), engine, job, answer)

  withReasoner(
    command(
      'reason',
      'Have a language model propose failures and scenarios of a line: from a sentence, from where the policy of a study ' +
        'is weak, or else what the line lacks. Write nothing without a yes.',
      'reason filler.line.yaml "the bearing of P-101 seizes over ten minutes"',
    )
      .argument('<line>', lineHelp)
      .argument('[sentence]', 'what can happen, in your words')
      .option('--study <dir>', 'study whose latest policy was judged; instead of a sentence')
      .option('--write', 'ask whether to add it to the line file'),
  ).action(async (line: string, sentence: string | undefined, { write, study, ...options }: Proposing) => {
    if (write && engineer.confirm === undefined) throw new EngineError([nobodyToAsk])
    const work = engine.reason({ line, ...given({ sentence, study }), reasoner: chosen(options) }, job)
    await answer(work, reasonReport, isEmpty)
    const { hash, additions } = await work
    if (!write || isEmpty({ additions })) return
    const isWanted = await engineer.confirm?.(`Add this to ${line}?`)
    if (isWanted) await engine.adopt({ line, hash, additions })
    engineer.say(isWanted ? `Added to ${line}.` : 'Nothing was written.')
  })

  withReasoner(
    command(
      'foretell',
      'Have a language model dream a line on while some of it fails; refuse what breaks the balances of the line.',
      'foretell filler.line.yaml "the bearing of P-101 seizes" --on P-101 --study studies/filler',
    )
      .argument('<line>', lineHelp)
      .argument('<sentence>', 'what happens, in your words')
      .requiredOption('--on <tags...>', 'the equipment and signals that fail')
      .option('--study <dir>', 'study whose replay shows what was alike, and keeps what stands')
      .option(
        '--embedding-model <name>',
        'which model of the same server finds what was alike (default: DREAMLINE_EMBEDDING_MODEL, or none)',
      )
      .addOption(wholeOption('--transitions <n>', 'how many to ask for, one after the other', 1))
      .addOption(wholeOption('--scans <n>', 'how far ahead each of them looks', 1))
      .addOption(wholeOption('--similar <n>', 'experiences of the study that it is shown at each (default: 3)', 0))
      .addOption(seedOption()),
  ).action(
    (line: string, sentence: string, { transitions, scans, similar, seed, on, study, ...options }: Foretelling) =>
      answer(
        engine.foretell(
          { line, sentence, on, ...given({ transitions, scans, similar, seed, study }), reasoner: chosen(options) },
          job,
        ),
        foretellReport,
        ({ transitions }) => transitions.length === 0,
      ),
  )

  withReasoner(
    command('doctor', 'Say what this computer computes on, and whether the language model works.', 'doctor'),
  ).action((options: Reasoning) =>
    answer(engine.doctor({ reasoner: chosen(options) }, job), doctorReport, hasBrokenReasoner),
  )

  command(
    'fine-tuning',
    'Write what the replay of a study knows as chats (JSON Lines) that a language model of your own can be fitted to.',
    'fine-tuning filler.line.yaml --study studies/filler --out filler.jsonl --examples 5000',
  )
    .argument('<line>', lineHelp)
    .requiredOption('--study <dir>', studyHelp)
    .requiredOption('--out <file>', 'file to write, which is not there yet')
    .addOption(wholeOption('--examples <n>', 'how many', 1))
    .addOption(seedOption())
    .action((line: string, options: Omit<Parameters<Engine['fineTuning']>[0], 'line'>) =>
      answer(engine.fineTuning({ line, ...options }, job), fineTuningReport),
    )

  const plant = program.command('plant').description('A plant over OPC UA.').helpCommand(false)
  plantCommands((name, ...texts) => command(name, ...texts, plant), engine, job, answer, engineer)
  plantServeCommand(command('serve', plantServeText, plantServeExample, plant), engine, job, answer, engineer)
  learnCommand(
    command(
      'learn',
      'Fit an ensemble to logs: of what a line’s balances lack, or of a plant that has no line; say where it can be trusted.',
      'learn march.csv april.csv --plant boiler.plant.yaml --out boiler.model.json',
    ),
    engine,
    job,
    answer,
  )

  command(
    'run',
    'Check, dream, train, judge and export a line, in order: the main job.',
    'run filler.line.yaml --budget small',
  )
    .argument('<line>', lineHelp)
    .option('--study <dir>', 'study folder (default: a new one, studies/<line>-<n>)')
    .addOption(deviceOption())
    .addOption(seedOption())
    .addOption(budgetOption())
    .action((line: string, options: Parameters<Engine['run']>[0]) =>
      answer(engine.run({ ...options, line }, job), runReport, ({ judge }) => isWorse(judge)),
    )

  command('tour', 'Run a bundled three-tank line with a small budget, into a new study under studies/.', 'tour').action(
    () => answer(engine.run({ line: tourLine, budget: 'small' }, job), runReport, ({ judge }) => isWorse(judge)),
  )

  return program
}

const isWorse = ({ verdict }: JudgeReport) => verdict === 'worse'

const nobodyToAsk = {
  message: '--write asks on the terminal, and there is none.',
  remedy: 'Leave it out, and paste what is proposed into the line file.',
}

type Loose<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined }

const chosen = ({ modelFile: file, url, model, embeddingModel, timeout, tokens }: Loose<Reasoning>) =>
  given({ file, url, model, embeddingModel, timeout, tokens })

const curriculumIn = ({ group, again, synthetic }: Loose<CurriculumChoice>) => given({ group, again, synthetic })

const isGiven = (options: object) => Object.keys(options).length > 0

const hasBrokenReasoner = ({ reasoner }: DoctorReport) => reasoner?.works === false

const scenariosOption = () => wholeOption('--scenarios <n>', 'how many scenarios', 1)

const deviceOption = () => new Option('--device <name>', 'where to compute').choices(['auto', 'cpu', 'gpu'])

import { type Command, CommanderError } from 'commander'
import { type Engine, EngineError, type Problem } from '../engine/contract.ts'
import { followJob } from './follow.ts'
import { formatProblems, problemsOf } from './problems.ts'
import { type Answer, type Ask, createProgram, tourLine } from './program.ts'
import { renderSections } from './sections.ts'
import { withoutControls } from './width.ts'

/** The part of a terminal, file or pipe that the command line needs. */
export type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }

/** What the command line talks through. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  /** Asks for a yes, and takes anything else for a no; absent where nobody sits before it. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined
  /** Asks for a word; absent like `confirm`. */
  readonly ask?: Ask | undefined
}

/** 0 done, 1 the answer is no, 2 the call or its input is wrong, 130 stopped by Ctrl-C (128 + SIGINT, as shells count). */
export type ExitCode = 0 | 1 | 2 | 130

/**
 * Runs one command, `argv` without the program's name. Reports and help go to stdout, progress and problems to stderr;
 * with --json stdout holds one JSON document, the report or `{error: {problems}}`. Never rejects.
 */
export async function runCommandLine(
  argv: readonly string[],
  engine: Engine,
  { stdout, stderr, confirm, ask }: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const progress = followJob(stderr)

  const answer: Answer = async (work, print, isNo = () => false) => {
    const report = await work
    progress.finish()
    stdout.write(
      program.opts().json
        ? `${JSON.stringify(report, null, 2)}\n`
        : renderSections(print(report, stdout.columns ?? Infinity), stdout.isTTY === true),
    )
    if (isNo(report)) exitCode = 1
  }
  const { onProgress, onReasoning } = progress
  const say = (text: string) => stderr.write(`${withoutControls(text)}\n`)
  const program = createProgram(engine, { onProgress, onReasoning, signal }, answer, { say, confirm, ask })
  const output = { writeOut: stdout.write.bind(stdout), writeErr: stderr.write.bind(stderr), outputError: () => {} }
  for (const command of withSubcommands(program)) command.configureOutput(output)

  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    progress.finish()
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const problems = signal.aborted ? [stopped(argv)] : problemsOf(error)
    if (program.opts().json) stdout.write(`${JSON.stringify({ error: { problems } }, null, 2)}\n`)
    stderr.write(formatProblems(problems))
    if (signal.aborted) return 130
    return error instanceof EngineError && error.refused ? 1 : 2
  }
}

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
]

function stopped(argv: readonly string[]): Problem {
  const message = 'Stopped.'
  const call = `dreamline ${argv.join(' ')}`
  const name = argv.find((argument) => !argument.startsWith('-'))
  if (name === 'train' || (name === 'run' && argv.some((argument) => argument.startsWith('--study'))))
    return { message, remedy: `\`${call}\` goes on from the last checkpoint.` }
  if (name === 'run' || name === 'tour') {
    const inStudy = name === 'run' ? call : `dreamline run ${tourLine} --budget small`
    const folder = 'where DIR is the newest folder in studies'
    return { message, remedy: `\`${inStudy} --study DIR\`, ${folder}, goes on from the last checkpoint.` }
  }
  return { message, remedy: 'The same command starts again.' }
}

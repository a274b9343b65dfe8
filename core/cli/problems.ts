import { CommanderError } from 'commander'
import { EngineError, type Problem } from '../engine/contract.ts'
import { withoutControls } from './width.ts'

/** What went wrong, whoever threw it. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof EngineError) return error.problems
  if (error instanceof CommanderError) return [usageProblem(error)]
  const cause = error instanceof Error ? error.message : String(error)
  return [
    { message: 'Dreamline failed unexpectedly.', remedy: 'Please report the command and this text.', where: cause },
  ]
}

/** Each problem on a line of its own, the place last. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ message, remedy, where }) => `${message} ${remedy}${where ? ` (${where})` : ''}`)
    .map((line) => `${withoutControls(line)}\n`)
    .join('')
}

/** Commander says "error: unknown option '--sed'\n(Did you mean --seed?)". */
function usageProblem({ code, message: text }: CommanderError): Problem {
  if (code === 'commander.help') return { message: 'No command was given.', remedy: 'Name one of the commands above.' }
  const [said = '', hint] = text.replace(/^error: /, '').split('\n')
  const message = `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.$/, '')}.`
  return { message, remedy: hint?.replace(/[()]/g, '') ?? 'Add --help to see what the command takes.' }
}

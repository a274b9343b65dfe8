/** What is wrong, and what would be right. */
export interface Complaint {
  readonly message: string
  readonly remedy: string
}

/** Where something stands in a line file. Line and column count from 1. */
export interface Location {
  /** Such as `signals.LT-101.range`. */
  readonly path: string
  readonly line: number
  readonly column: number
}

export interface Problem extends Complaint, Location {
  readonly file: string
}

const printed = ({ file, line, column, path, message, remedy }: Problem) =>
  `${file}:${line}:${column}  ${path === '' ? '' : `${path}: `}${message}. ${remedy}`

/** A line file that cannot be used, with every problem found in it (fifty at most), from its first line to its last. */
export class LineFileError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const inOrder = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
    super(inOrder.map(printed).join('\n'))
    this.name = 'LineFileError'
    this.problems = inOrder
  }
}

/** Takes note of a problem. */
export type Report = (at: Location, complaint: Complaint) => void

const most = 50

/** The longest path that a good file has, with a name of forty characters in it, is far below. */
const longestPath = 120

const clipped = (text: string, longest: number) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/**
 * A report that keeps the problems of `file`.
 * @throws {LineFileError} from the report, at the fiftieth problem: nobody reads more, and a hostile file costs no more.
 */
export function collectProblems(file: string): { readonly problems: readonly Problem[]; readonly report: Report } {
  const problems: Problem[] = []
  const report: Report = ({ line, column, path }, { message, remedy }) => {
    problems.push({ file, line, column, path: clipped(path, longestPath), message, remedy })
    if (problems.length === most) throw new LineFileError(problems)
  }
  return { problems, report }
}

/** What the engineer wrote, in a message: at most sixty characters on one line. */
export function quote(text: string): string {
  return `'${clipped(text.slice(0, 200).replace(/\p{Cc}+/gu, ' '), 60)}'`
}

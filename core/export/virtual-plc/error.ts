/** A place in the source text; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What a compiler would refuse, or what would stop the controller while it runs, and where in the text it stands. */
export class StructuredTextError extends Error {
  readonly line: number
  readonly column: number

  constructor(position: Position, message: string) {
    super(`line ${position.line}, column ${position.column}: ${message}`)
    this.name = 'StructuredTextError'
    this.line = position.line
    this.column = position.column
  }
}

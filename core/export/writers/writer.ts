import type { ProgramModel } from '../program-model.ts'

/** What a writer may say about the policy besides the program itself. */
export interface WriterContext {
  /** The line's name, fit for the name of a file: `three-tank`. */
  readonly name: string
  /** The line's title, for people. */
  readonly title: string
  /** Time from one call of the blocks to the next, s. */
  readonly scan: number
  /** The function blocks in the order in which a scan calls them, spelled as in the program. */
  readonly blocks: readonly string[]
  /** SHA-256 of what was exported, by what it is (`line`, `parameters`, `onnx`), lower-case hexadecimal. */
  readonly sha256: Readonly<Record<string, string>>
  /** The version of Dreamline. */
  readonly version: string
}

/** One file of an export; `name` holds no folder. */
export interface WrittenFile {
  readonly name: string
  readonly content: string | Uint8Array
}

/** Names that a target does not take. The program is given others before the writer sees it. */
export interface NameRules {
  /** Longest name, characters. */
  readonly longest?: number
  /** Names that the target keeps for itself, upper case. */
  readonly taken?: ReadonlySet<string>
}

/** Formats a program for one kind of controller. It decides nothing: the program is what was checked. */
export interface Writer {
  /** What `--target` calls it. */
  readonly target: string
  /** What it is and what has been checked of it, one sentence for people. */
  readonly text: string
  /** By default the names of the program pass as they are: at most 32 letters, digits and single underscores. */
  readonly names?: NameRules
  /** Largest array that the target takes, bytes. By default any. */
  readonly largestArray?: number
  /** The same program and context give the same bytes. */
  write(program: ProgramModel, context: WriterContext): readonly WrittenFile[]
}

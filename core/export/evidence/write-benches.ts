import { ExportError } from '../policy.ts'
import { type ProgramModel, programModel } from '../program-model.ts'
import { writeTargets } from '../writers/write-targets.ts'
import type { Writer, WriterContext, WrittenFile } from '../writers/writer.ts'
import type { TestBench } from './test-bench.ts'

/** The test bench in the form of one target. */
export interface BenchForm {
  readonly target: string
  /** Files that hold the bench, its blocks with it where the form has one file for all. */
  readonly files: readonly string[]
  /** Why there is none in this form. */
  readonly problem?: string
}

/**
 * Writes the blocks with their test bench by every writer that has files of its own. What was written with the blocks is
 * left as it is; a form that cannot hold the bench says why. Structured Text has the bench as a text beside the blocks.
 */
export function writeBenches(
  blocks: string,
  bench: TestBench,
  context: WriterContext,
  writers: readonly Writer[],
  before: readonly WrittenFile[],
): { readonly files: readonly WrittenFile[]; readonly forms: readonly BenchForm[] } {
  const programs = [bench.text, bench.asBlock].map((text) => programModel(`${blocks}\n${text}`))
  const named = { ...context, name: `${context.name}-test` }
  const files: WrittenFile[] = []
  const forms: BenchForm[] = []
  for (const writer of writers.filter(({ target }) => target !== 'st' && target !== 'onnx')) {
    const { target } = writer
    try {
      const written = firstOf(programs, (program) => writeTargets(program, named, [writer]).files)
      const known = [...before, ...files].map(({ name }) => name.toLowerCase())
      const own = written.filter(({ name }) => !known.includes(name.toLowerCase()))
      files.push(...own)
      forms.push({ target, files: own.map(({ name }) => name) })
    } catch (error) {
      if (!(error instanceof ExportError)) throw error
      forms.push({ target, files: [], problem: error.message })
    }
  }
  return { files, forms }
}

/** What comes of the first program that a form can hold; throws as it does for the last. */
function firstOf<Result>(programs: readonly ProgramModel[], write: (program: ProgramModel) => Result): Result {
  const [program, ...others] = programs as [ProgramModel, ...ProgramModel[]]
  if (others.length === 0) return write(program)
  try {
    return write(program)
  } catch (error) {
    if (!(error instanceof ExportError)) throw error
    return firstOf(others, write)
  }
}

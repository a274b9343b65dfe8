import { ExportError } from '../policy.ts'
import type { ProgramModel } from '../program-model.ts'
import { type Scalar, sizeOf } from '../virtual-plc/types.ts'
import { type Renamed, renamed } from './rename.ts'
import type { Writer, WriterContext, WrittenFile } from './writer.ts'

/** What was written for one target. */
export interface WrittenTarget {
  readonly target: string
  readonly text: string
  readonly files: readonly string[]
  /** Names of the program that the target does not take. */
  readonly renamed: readonly Renamed[]
}

const bytes: Readonly<Record<Scalar, number>> = { BOOL: 1, INT: 2, UINT: 2, DINT: 4, REAL: 4, LREAL: 8 }

/**
 * Writes a program for every target.
 * @throws ExportError where a target cannot hold the program, a writer fails, or two files would have one name
 */
export function writeTargets(
  program: ProgramModel,
  context: WriterContext,
  writers: readonly Writer[],
): { readonly files: readonly WrittenFile[]; readonly targets: readonly WrittenTarget[] } {
  const results = writers.map((writer) => {
    requireFit(program, writer)
    const { program: fitting, names } = renamed(program, writer.names)
    const blocks = context.blocks.map((block) => names.find(({ from }) => from === block)?.to ?? block)
    return { writer, names, files: run(writer, fitting, { ...context, blocks }) }
  })
  const files = results.flatMap((result) => result.files)
  files.forEach(({ name }, at) => {
    const isPlain = /^\w[\w .-]*$/.test(name)
    const isFirst = files.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === at
    if (!isPlain)
      throw new ExportError(`${name} is no name of a file`, 'Let the writer name it with letters and digits')
    if (!isFirst) throw new ExportError(`Two targets write the file ${name}`, 'Leave one of them out')
  })
  const targets = results.map(({ writer: { target, text }, names, files: written }) => ({
    target,
    text,
    files: written.map(({ name }) => name),
    renamed: names,
  }))
  return { files, targets }
}

function requireFit({ units }: ProgramModel, { target, largestArray = Infinity }: Writer): void {
  for (const { spelling, variables } of units) {
    for (const { spelling: name, type } of variables.values()) {
      if (typeof type === 'string' || type.kind !== 'array') continue
      const size = sizeOf(type) * bytes[type.element]
      if (size <= largestArray) continue
      throw new ExportError(
        `${name} of ${spelling} takes ${size} bytes, and ${target} holds arrays of ${largestArray} at most`,
        'Train a smaller network, or take another target',
      )
    }
  }
}

function run(writer: Writer, program: ProgramModel, context: WriterContext): readonly WrittenFile[] {
  try {
    return writer.write(program, context)
  } catch (error) {
    if (error instanceof ExportError) throw error
    throw new ExportError(`The writer of ${writer.target} failed: ${(error as Error).message}`, 'Leave this target out')
  }
}

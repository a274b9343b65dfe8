import { EngineError } from './contract.ts'
import { readLineFile, writeLineFile } from './line-file.ts'
import { compileSource, type Source } from './source.ts'

/**
 * Changes a line file that is as it was when the change was proposed, and still a line with it. Throws `EngineError`, and
 * then nothing was written.
 */
export function changeLine(path: string, hash: string, change: (text: string) => string): Source {
  const before = readLineFile(path)
  if (before.revision !== hash) {
    const message = 'The line file has changed since this was proposed; nothing was written.'
    throw new EngineError([{ message, remedy: 'Ask again, or paste it by hand.', where: path }], { refused: true })
  }
  const after = change(before.text)
  const source = compileSource(after, path)
  try {
    writeLineFile(path, after)
  } catch (error) {
    if (error instanceof EngineError) throw error
    const remedy = 'Check your rights to it, or paste what is proposed by hand.'
    throw new EngineError([{ message: 'The line file cannot be written.', remedy, where: path }])
  }
  return source
}

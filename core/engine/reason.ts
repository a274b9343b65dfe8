import { additionsText, withAdditions } from '../dream/reasoned/insert.ts'
import { propose } from '../dream/reasoned/proposal.ts'
import { summarise } from './check.ts'
import { type Engine, EngineError, type LineAdditions } from './contract.ts'
import { readLineFile, writeLineFile } from './line-file.ts'
import { assertSentence, connect, explained } from './reasoner.ts'
import { compileSource, loadSource } from './source.ts'

/** The longest answer, tokens. */
const longestAnswer = 4000

const nothing: LineAdditions = { failures: [], scenarios: [] }

/** Asks a language model what an engineer's sentence means on this line. */
export const reason: Engine['reason'] = ({ line: path, sentence, reasoner = {} }, { onReasoning, signal } = {}) =>
  explained(async () => {
    assertSentence(sentence)
    const source = loadSource(path)
    await using connected = await connect(reasoner, signal)
    const listener = { ...(onReasoning && { onReasoning }), ...(signal && { signal }) }
    const { accepted, ...heard } = await propose(connected.reason, source, sentence, longestAnswer, listener)
    const { reasoning = '', failures, scenarios } = accepted ?? nothingSaid
    const additions = { failures, scenarios }
    return {
      line: source.line.name,
      hash: source.hash,
      model: connected.model,
      reasoning,
      additions,
      text: additionsText(additions),
      ...heard,
    }
  })

const nothingSaid = { ...nothing, reasoning: '' }

/** Adds entries to a line file that is as it was when they were proposed, and still a line with them. */
export const adopt: Engine['adopt'] = async ({ line: path, hash, additions }) => {
  const before = readLineFile(path)
  if (before.revision !== hash) {
    const message = 'The line file has changed since this was proposed; nothing was written.'
    throw new EngineError([{ message, remedy: 'Ask again, or paste it by hand.', where: path }], { refused: true })
  }
  const after = withAdditions(before.text, additions)
  const source = compileSource(after, path)
  try {
    writeLineFile(path, after)
  } catch (error) {
    if (error instanceof EngineError) throw error
    const remedy = 'Check your rights to it, or paste what is proposed by hand.'
    throw new EngineError([{ message: 'The line file cannot be written.', remedy, where: path }])
  }
  return summarise(source)
}

import type { Heard, Listener } from '../dream/reasoned/converse.ts'
import { additionsText, withAdditions } from '../dream/reasoned/insert.ts'
import { type Proposal, propose } from '../dream/reasoned/proposal.ts'
import type { Reasoner } from '../dream/reasoned/reasoner.ts'
import { type ProposedScenario, proposeScenarios } from '../dream/reasoned/scenario-proposal.ts'
import type { Line } from '../line/line.ts'
import { writeFault } from '../scenario/written.ts'
import { changeLine } from './change-line.ts'
import { summarise } from './check.ts'
import { type Engine, EngineError, type ReasonRequest } from './contract.ts'
import { reported } from './failure.ts'
import { assertSentence, connect, explained } from './reasoner.ts'
import { loadSource, type Source } from './source.ts'
import { readingStudy } from './study-run.ts'
import { weaknessesOf } from './weakness.ts'

/** The longest answer, tokens. */
const longestAnswer = 4000

const nothing: Proposal = { reasoning: '', failures: [], scenarios: [] }

/** Asks a language model what an engineer's sentence means on this line, what a policy fails at, or what the line lacks. */
export const reason: Engine['reason'] = (request, { onReasoning, signal } = {}) =>
  reported(() =>
    explained(async () => {
      const source = loadSource(request.line)
      const propose = await proposalFor(source, request)
      await using connected = await connect(request.reasoner ?? {}, signal)
      const listener = { ...(onReasoning && { onReasoning }), ...(signal && { signal }) }
      const { accepted = nothing, ...heard } = await propose(connected.reason, listener)
      const { reasoning, failures, scenarios } = accepted
      const additions = { failures, scenarios }
      const [{ line, hash }, { model }] = [source, connected]
      return { line: line.name, hash, model, reasoning, additions, text: additionsText(additions), ...heard }
    }),
  )

type Asking = (reasoner: Reasoner, listener: Listener) => Promise<Heard<Proposal>>

/** What is to be asked. Throws `EngineError` where there is nothing to ask from. */
async function proposalFor(source: Source, { sentence, study: directory }: ReasonRequest): Promise<Asking> {
  if (sentence !== undefined) assertSentence(sentence)
  if (directory === undefined) {
    return (reasoner, listener) => propose(reasoner, source, sentence, longestAnswer, listener)
  }
  if (sentence !== undefined) {
    const message = 'A sentence and a study ask for different things.'
    throw new EngineError([{ message, remedy: 'Give the one or the other.' }])
  }
  const weaknesses = await readingStudy(directory, async (study) => weaknessesOf(study, source.line))
  return async (reasoner, listener) => {
    const { accepted, ...heard } = await proposeScenarios(reasoner, source, weaknesses, longestAnswer, listener)
    return { ...heard, ...(accepted && { accepted: asProposal(source.line, accepted) }) }
  }
}

const asProposal = (line: Line, proposed: readonly ProposedScenario[]): Proposal => ({
  reasoning: proposed[0]?.reasoning ?? '',
  failures: [],
  scenarios: proposed.map(({ name, faults }) => ({ name, faults: faults.map((fault) => writeFault(line, fault)) })),
})

/** Adds entries to a line file that is as it was when they were proposed, and still a line with them. */
export const adopt: Engine['adopt'] = async ({ line: path, hash, additions }) =>
  summarise(changeLine(path, hash, (text) => withAdditions(text, additions)))

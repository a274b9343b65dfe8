import type { z } from 'zod'
import { readAnswer, schemaOf } from './answer.ts'
import { type Message, type OnText, type Reasoner, ReasonerError } from './reasoner.ts'
import { followReasoning } from './reasoning-text.ts'

/** What is asked of a reasoner, and how its answer is checked. */
export interface Inquiry<Written, Accepted> {
  readonly name: string
  readonly messages: readonly Message[]
  readonly shape: z.ZodType<Written>
  /** The longest answer, in tokens. */
  readonly longest: number
  /** What of an answer stands, and a sentence on each thing that does not. */
  check(written: Written): Checked<Accepted> | Promise<Checked<Accepted>>
}

export interface Checked<Accepted> {
  readonly accepted?: Accepted
  readonly complaints: readonly string[]
}

export interface Listener {
  readonly onReasoning?: (text: string) => void
  readonly signal?: AbortSignal
}

/** Why something that was answered does not stand; answers count from 1. */
export interface Refusal {
  readonly answer: number
  readonly reason: string
}

/** What came of an inquiry. */
export interface Heard<Accepted> {
  readonly accepted?: Accepted
  readonly refusals: readonly Refusal[]
  readonly answers: number
  readonly tokens: number
}

/** An answer with something wrong is offered back once, with what was wrong. */
const mostAnswers = 2

/** Asks, checks, and asks once more where something does not stand. Throws `ReasonerError` where there is no answer at all. */
export async function converse<Written, Accepted>(
  reasoner: Reasoner,
  inquiry: Inquiry<Written, Accepted>,
  { onReasoning, signal }: Listener = {},
): Promise<Heard<Accepted>> {
  const form = { name: inquiry.name, schema: schemaOf(inquiry.shape) }
  let messages = inquiry.messages
  let heard: Heard<Accepted> = { refusals: [], answers: 0, tokens: 0 }
  while (heard.answers < mostAnswers) {
    if (heard.answers > 0) onReasoning?.('\n\n')
    const question = { messages, form, longest: inquiry.longest, ...(signal && { signal }) }
    const asked = reasoner(question, onReasoning && followed(onReasoning))
    const answer = await asked.catch((error) => {
      if (heard.answers === 0 || !(error instanceof ReasonerError)) throw error
      return error
    })
    if (answer instanceof ReasonerError) return withRefusals(heard, [`${answer.problem}.`])
    const { accepted, complaints } = await checked(inquiry, answer)
    heard = {
      ...withRefusals({ ...heard, answers: heard.answers + 1, tokens: heard.tokens + answer.tokens }, complaints),
      ...(accepted !== undefined && { accepted }),
    }
    if (complaints.length === 0) break
    messages = [...inquiry.messages, ...(answer.cut ? [] : [said(answer.text)]), rebuke(complaints)]
  }
  return heard
}

/** What a model thinks apart from its answer, and then what it gives as its reasoning. */
function followed(onReasoning: (text: string) => void): OnText {
  const follow = followReasoning(onReasoning)
  return (text, isThought) => (isThought ? onReasoning(text) : follow(text))
}

async function checked<Written, Accepted>(
  { shape, check }: Inquiry<Written, Accepted>,
  { text, cut }: Awaited<ReturnType<Reasoner>>,
): Promise<Checked<Accepted>> {
  if (cut === 'too long') return { complaints: ['The answer is longer than allowed.'] }
  if (cut === 'dropped') return { complaints: ['The answer breaks off.'] }
  const read = readAnswer(text, shape)
  return 'complaints' in read ? read : check(read.written)
}

const withRefusals = <Accepted>(heard: Heard<Accepted>, complaints: readonly string[]): Heard<Accepted> => ({
  ...heard,
  refusals: [...heard.refusals, ...complaints.map((reason) => ({ answer: heard.answers, reason }))],
})

/** So much of a wrong answer is shown to whoever wrote it, characters. */
const shownBack = 6000

const said = (text: string): Message => ({ role: 'assistant', content: text.slice(0, shownBack) })

const rebuke = (complaints: readonly string[]): Message => ({
  role: 'user',
  content: `This does not stand:\n${complaints.map((each) => `- ${each}`).join('\n')}\nAnswer again, as one whole JSON object, shorter where it was too long.`,
})

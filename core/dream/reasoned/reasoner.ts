import type { JsonSchema } from '../../line/file/shape.ts'

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface Question {
  readonly messages: readonly Message[]
  /** The JSON that is wanted. A reasoner that cannot be held to it may answer with other text: every answer is checked. */
  readonly form: { readonly name: string; readonly schema: JsonSchema }
  /** The longest answer, in tokens. */
  readonly longest: number
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly text: string
  /** Tokens of question and answer together. */
  readonly tokens: number
  /** Why the text is not all of the answer, where it is not. */
  readonly cut?: 'too long' | 'dropped'
}

/** Told of each piece of an answer as it comes, or of what a model thinks before and apart from it. */
export type OnText = (text: string, isThought: boolean) => void

/** A language model, wherever it runs: a function from messages to streamed text. Throws `ReasonerError`. */
export type Reasoner = (question: Question, onText?: OnText) => Promise<Answer>

/** A reasoner that cannot answer, and what to do about it. */
export class ReasonerError extends Error {
  readonly problem: string
  readonly remedy: string
  /** What the other side said of it; sensitive. */
  readonly said: string
  constructor(problem: string, remedy: string, said = '') {
    super(`${problem}. ${remedy}${said && ` (${said})`}`)
    this.name = 'ReasonerError'
    this.problem = problem
    this.remedy = remedy
    this.said = said
  }
}

import { ReasonerError } from './reasoner.ts'

export interface AllowanceSettings {
  /** Questions under way at the same time. */
  readonly concurrency: number
  /** Tokens of all questions and answers together. */
  readonly tokens: number
}

/** What a run may still ask of a reasoner. */
export interface Allowance {
  /**
   * Waits for its turn, sets aside what a question may cost at most, and takes what it did cost. `work` is told how long
   * the answer may be, in tokens. Throws `ReasonerError` where too little is left for an answer.
   */
  spend<Result extends { readonly tokens: number }>(
    cost: { readonly question: number; readonly answer: number },
    work: (longest: number) => Promise<Result>,
  ): Promise<Result>
}

/** An answer that may not be this long is not worth asking for, tokens. */
const shortestAnswer = 64

export function createAllowance({ concurrency, tokens }: AllowanceSettings): Allowance {
  let left = tokens
  let free = concurrency
  const waiting: (() => void)[] = []

  async function turn(): Promise<void> {
    if (free > 0) free -= 1
    else await new Promise<void>((begin) => waiting.push(begin))
  }
  function pass(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    async spend({ question, answer }, work) {
      await turn()
      try {
        const longest = Math.min(answer, left - question)
        if (longest < Math.min(shortestAnswer, answer)) {
          const problem = `The ${tokens.toLocaleString('en-US')} tokens of this run are spent`
          throw new ReasonerError(problem, 'Allow more tokens, or ask for less.')
        }
        const setAside = question + longest
        left -= setAside
        // What fails halfway has cost something that nobody counted: it costs all that was set aside.
        const result = await work(longest)
        left += setAside - result.tokens
        return result
      } finally {
        pass()
      }
    },
  }
}

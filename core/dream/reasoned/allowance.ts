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
  let underWay = 0
  let waiting: (() => void)[] = []

  /** Takes a turn, and gives how long the answer may be. */
  async function begin(question: number, answer: number): Promise<number> {
    for (;;) {
      const longest = Math.min(answer, left - question)
      const isEnough = longest >= Math.min(shortestAnswer, answer)
      if (isEnough && underWay < concurrency) {
        underWay += 1
        left -= question + longest
        return longest
      }
      if (!isEnough && underWay === 0) {
        const problem = `The ${tokens.toLocaleString('en-US')} tokens of this run are spent`
        throw new ReasonerError(problem, 'Allow more tokens, or ask for less.')
      }
      // What is under way may give some of what was set aside back.
      await new Promise<void>((again) => waiting.push(again))
    }
  }
  function end(): void {
    underWay -= 1
    const woken = waiting
    waiting = []
    for (const again of woken) again()
  }
  return {
    async spend({ question, answer }, work) {
      const longest = await begin(question, answer)
      try {
        // What fails halfway has cost something that nobody counted: it costs all that was set aside.
        const result = await work(longest)
        left += question + longest - result.tokens
        return result
      } finally {
        end()
      }
    },
  }
}

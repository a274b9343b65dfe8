import { type Pool, valuable } from '../curriculum/pool.ts'
import { type Task, taskOf } from '../curriculum/task.ts'
import { proposeScenarios, type Weakness } from '../dream/reasoned/scenario-proposal.ts'
import type { Line } from '../line/line.ts'
import { nominalDay } from '../scenario/sample.ts'
import { writeFault } from '../scenario/written.ts'
import { EngineError, type Job, type Problem, type ReasonerChoice, type TrainReport } from './contract.ts'
import { type Connected, connect, explained, placeOf } from './reasoner.ts'
import type { Source } from './source.ts'

/** Tasks that a question tells of, and the longest answer, tokens. */
const told = 5
const longestAnswer = 2000

/**
 * Has a language model propose tasks from where a policy in training is weak. Nobody waits for it: a question is asked when the
 * one before has been answered, and what comes too late is dropped.
 */
export interface Proposer {
  /** Asks for tasks for one of the trainings, unless a question for it is under way. */
  ask(seed: number, pool: Pool, propose: (tasks: readonly Task[]) => void): void
  /** Gives up what is under way, and says what came of it all. */
  end(): Promise<Proposals>
}

type Proposals = NonNullable<TrainReport['proposals']>

/** A proposer on the reasoner that is chosen or set up; undefined where none is. */
export function createProposer(source: Source, choice: ReasonerChoice, job: Job): Proposer | undefined {
  if (placeOf(choice) === undefined) return undefined
  const stop = new AbortController()
  const signal = job.signal ? AbortSignal.any([job.signal, stop.signal]) : stop.signal
  const listener = { signal, ...(job.onReasoning && { onReasoning: job.onReasoning }) }
  let connecting: Promise<Connected> | undefined
  const underWay = new Map<number, Promise<void>>()
  let found: Omit<Proposals, 'problem'> = { questions: 0, tasks: 0, refusals: 0, tokens: 0 }
  let problem: Problem | undefined

  async function question(pool: Pool, propose: (tasks: readonly Task[]) => void): Promise<void> {
    const weaknesses = weaknessesIn(source.line, pool)
    if (weaknesses.length === 0) return
    connecting ??= connect(choice, signal)
    const { reason } = await connecting
    const heard = await explained(() => proposeScenarios(reason, source, weaknesses, longestAnswer, listener))
    const tasks = (heard.accepted ?? []).map(({ name, faults }) =>
      taskOf(nominalDay(source.line, source.plant.layout, name, faults), 'proposed'),
    )
    found = {
      questions: found.questions + 1,
      tasks: found.tasks + tasks.length,
      refusals: found.refusals + heard.refusals.length,
      tokens: found.tokens + heard.tokens,
    }
    propose(tasks)
  }

  return {
    ask(seed, pool, propose) {
      // A reasoner that has failed once is not asked again.
      if (underWay.has(seed) || problem !== undefined) return
      const asked = question(pool, propose)
        .catch((error) => {
          if (!signal.aborted) problem = problemIn(error)
        })
        .finally(() => underWay.delete(seed))
      underWay.set(seed, asked)
    },
    async end() {
      stop.abort()
      await Promise.allSettled(underWay.values())
      const connected = await connecting?.catch(() => undefined)
      await connected?.[Symbol.asyncDispose]()
      return { ...found, ...(problem && { problem }) }
    },
  }
}

/** Whatever goes wrong with a language model, training goes on. */
const problemIn = (error: unknown): Problem | undefined =>
  error instanceof EngineError
    ? error.problems[0]
    : { message: 'The language model cannot be asked.', remedy: 'Training went on without it.', where: String(error) }

/** The most valuable tasks in words, as far as the line lists what fails in them. */
function weaknessesIn(line: Line, pool: Pool): readonly Weakness[] {
  const isListed = (name: string) => line.failures.some((failure) => failure.name === name)
  return valuable(pool, told)
    .filter(({ task }) => task.faults.every(({ failure }) => isListed(failure)))
    .map(({ task, cost, value }) => ({
      faults: task.faults.map((fault) => writeFault(line, fault)),
      figure: `costs ${cost.toPrecision(3)}, and ${Math.sqrt(value).toPrecision(3)} more or less from day to day`,
    }))
}

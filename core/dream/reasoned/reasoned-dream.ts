import { seconds } from '../../line/dimension.ts'
import { unknownWord } from '../../line/file/shape.ts'
import type { Line } from '../../line/line.ts'
import { randomSource } from '../../scenario/random.ts'
import type { Fault, Scenario } from '../../scenario/scenario.ts'
import type { Heard, Listener, Refusal } from './converse.ts'
import { createForesight, type Foresight } from './foresight.ts'
import { freed } from './freed.ts'
import { type Reasoner, ReasonerError } from './reasoner.ts'
import { foretell, type Transition } from './transition.ts'
import type { Demonstration, Happening, Scene } from './transition-text.ts'

export interface ReasonedDreamRequest {
  readonly happening: Happening
  /** How many transitions to ask for, one after the other. */
  readonly transitions: number
  /** Scans that each of them looks ahead. */
  readonly scans: number
  /** Scenes of the past that are shown, the present one among them. */
  readonly window: number
  readonly seed: number
  /** The longest answer, in tokens. */
  readonly longest: number
  /** How it went on from scenes like this one; none by default. */
  similar?(scene: Scene): Promise<readonly Demonstration[]>
  onTransition?(transition: Transition): void
}

/** A coarse dream by a reasoner, as far as it stands. */
export interface ReasonedDream {
  readonly provenance: 'reasoned'
  readonly scenario: Scenario
  readonly transitions: readonly Transition[]
  /** What was answered and did not stand; transitions count from 1. */
  readonly refusals: readonly (Refusal & { readonly transition: number })[]
  readonly answers: number
  readonly tokens: number
}

/** Courses tried side by side to explain an answer. */
const lanes = 256

/**
 * Dreams on from where the line's own control has settled, transition by transition, until one is refused for good or all
 * are there. Throws `ReasonerError` where not even the first is answered, and RangeError for a tag that is not on the line.
 */
export async function dreamReasoned(
  reasoner: Reasoner,
  line: Line,
  request: ReasonedDreamRequest,
  listener: Listener = {},
): Promise<ReasonedDream> {
  const { happening, scans } = request
  assertOnLine(line, happening.tags)
  const free = freed(line, happening.tags)
  const foresight = await createForesight(free.line, scans, lanes)
  const asked = {
    ...request,
    line,
    freed: free,
    foresight,
    interval: scans * line.scan,
    random: randomSource(request.seed).fork('reasoned'),
  }
  const transitions: Transition[] = []
  const refusals: (Refusal & { transition: number })[] = []
  let cost = { answers: 0, tokens: 0 }
  try {
    let state = foresight.start
    const history = [await settledScene(line, foresight)]
    while (transitions.length < request.transitions) {
      const present = history.at(-1) as Scene
      const demonstrations = (await request.similar?.(present)) ?? []
      const prospect = { history: history.slice(-request.window), demonstrations }
      const heard = await foretell(reasoner, { ...asked, ...prospect, state }, listener).catch((error) => {
        // What was foretold before the tokens were spent, or the server was gone, stands.
        if (transitions.length === 0 || !(error instanceof ReasonerError)) throw error
        return unanswered(error)
      })
      cost = { answers: cost.answers + heard.answers, tokens: cost.tokens + heard.tokens }
      refusals.push(...heard.refusals.map((refusal) => ({ ...refusal, transition: transitions.length + 1 })))
      if (heard.accepted === undefined) break
      transitions.push(heard.accepted)
      request.onTransition?.(heard.accepted)
      state = heard.accepted.end
      history.push(sceneAfter(present, heard.accepted, asked.interval))
    }
  } finally {
    await foresight.release()
  }
  const scenario = scenarioOf(line, foresight, happening, transitions)
  return { provenance: 'reasoned', scenario, transitions, refusals, ...cost }
}

function assertOnLine(line: Line, tags: readonly string[]): void {
  const known = [...line.components, ...line.signals].map(({ tag }) => tag)
  const stranger = tags.find((tag) => !known.includes(tag))
  if (stranger === undefined) return
  const { message, remedy } = unknownWord(stranger, 'component or signal', known)
  throw new RangeError(`${message}; ${remedy}`)
}

const unanswered = ({ problem }: ReasonerError): Heard<Transition> => ({
  refusals: [{ answer: 0, reason: `${problem}.` }],
  answers: 0,
  tokens: 0,
})

/** What the instruments show and the PLC asks for where nothing fails. */
async function settledScene(line: Line, foresight: Foresight): Promise<Scene> {
  const courseOf = await foresight.courses(foresight.start, 0, [[]])
  const { readings, controls } = courseOf(0)
  const fault = new Float32Array(line.failures.length)
  return { at: 0, reading: readings[0] as Float32Array, control: controls[0] as Float32Array, fault }
}

const sceneAfter = (before: Scene, { foretold, scans }: Transition, interval: number): Scene => {
  const { control, fault } = scans.at(-1) ?? before
  return { at: before.at + interval, reading: foretold, control, fault }
}

/** An ordinary day with those failures of the line by which its balances came nearest to what was foretold. */
function scenarioOf(
  line: Line,
  { loop }: Foresight,
  { text }: Happening,
  transitions: readonly Transition[],
): Scenario {
  const scans = transitions.flatMap((transition) => transition.scans)
  const faults = line.failures.flatMap(({ name }, row): Fault[] => {
    const [first, ...others] = scans.filter(({ fault }) => fault[row] !== 0)
    if (first === undefined) return []
    const severities = [first, ...others].map(({ fault }) => fault[row] as number)
    const severity = severities.reduce((worst, each) => (Math.abs(each) > Math.abs(worst) ? each : worst))
    return [{ failure: name, onset: seconds(first.scan * line.scan), severity, ramp: seconds(0), duration: null }]
  })
  return { name: text, faults, changes: [], factors: loop.plant.layout.spreads.map(() => 1), likelihood: 0 }
}

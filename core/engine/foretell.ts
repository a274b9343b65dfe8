import { dreamReasoned, type ReasonedDream } from '../dream/reasoned/reasoned-dream.ts'
import type { Scene } from '../dream/reasoned/transition-text.ts'
import { unknownWord } from '../line/file/shape.ts'
import type { Line } from '../line/line.ts'
import { quantityIn } from '../line/quantity.ts'
import { demonstrationsOf } from '../replay/demonstration.ts'
import { type Engine, EngineError, type ForetellReport, type ForetellRequest, type Job } from './contract.ts'
import { reported, spared, troublesIn } from './failure.ts'
import { assertSentence, type Connected, connect, explained } from './reasoner.ts'
import { openRetrieval, type Retrieval } from './retrieval.ts'
import { assertSeed } from './seed.ts'
import { assertControllable, loadSource, type Source, sentence as sentenceOf } from './source.ts'
import { inStudy } from './study-run.ts'

/** Transitions, scans of each, tokens of the longest answer. */
const usual = { transitions: 5, scans: 12, longest: 2000 }
/** Scans that are computed at once, at most. */
const longestLook = 60
/** Scenes of the past, and similar experiences, that the language model is shown. */
const shown = { past: 6, similar: 3 }
const mostSimilar = 20

/** Has a language model dream a line on while some of it fails; what stands enters the replay of the study, if there is one. */
export const foretell: Engine['foretell'] = (request, job = {}) =>
  reported(() =>
    explained(async () => {
      assertSentence(request.sentence)
      assertSeed(request.seed ?? 1)
      assertSimilar(request.similar ?? shown.similar)
      const source = loadSource(request.line)
      assertControllable(source)
      assertTags(source.line, request.on)
      const reach = reachOf(source.line, request)
      await using connected = await connect(request.reasoner ?? {}, job.signal)
      if (request.study === undefined) return await dreamOn(source, connected, { ...request, ...reach }, job, undefined)
      return await inStudy(request.study, true, async (study) => {
        study.saveLine(source.line.name, source.text)
        const replay = await openRetrieval(source, study, request.reasoner ?? {}, job.signal)
        return dreamOn(source, connected, { ...request, ...reach }, job, replay)
      })
    }),
  )

/** Throws `EngineError` for a count of examples that no question has room for. */
function assertSimilar(count: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= mostSimilar) return
  throw new EngineError([
    {
      message: `${count} similar experiences cannot be shown.`,
      remedy: `Take a whole number from 0 to ${mostSimilar}.`,
    },
  ])
}

function assertTags(line: Line, tags: readonly string[]): void {
  const known = [...line.components, ...line.signals].map(({ tag }) => tag)
  const strangers = tags.filter((tag) => !known.includes(tag))
  if (tags.length > 0 && strangers.length === 0) return
  const problems = (tags.length === 0 ? [''] : strangers).map((tag) => unknownWord(tag, 'component or signal', known))
  throw new EngineError(
    problems.map(({ message, remedy }) => ({ message: sentenceOf(message), remedy: sentenceOf(remedy), where: 'on' })),
  )
}

/** How far to dream: as asked, or as is usual on a day of the line. Throws `EngineError` for what is too far. */
function reachOf(line: Line, request: ForetellRequest): { readonly transitions: number; readonly scans: number } {
  const whole = Math.round(line.horizon / line.scan)
  const { scans = Math.min(usual.scans, whole) } = request
  const { transitions = Math.max(1, Math.min(usual.transitions, Math.floor(whole / scans))) } = request
  if (scans <= longestLook && transitions * scans <= whole) return { transitions, scans }
  const message = `${transitions} transitions of ${scans} scans reach too far.`
  const remedy = `Look at most ${longestLook} scans ahead at a time, and ${whole} in all.`
  throw new EngineError([{ message, remedy }])
}

async function dreamOn(
  { line }: Source,
  { reason, model }: Connected,
  { sentence, on, transitions, scans, seed = 1, similar = shown.similar }: ForetellRequest & ReturnType<typeof reachOf>,
  { onProgress, onReasoning, signal }: Job,
  replay: Retrieval | undefined,
): Promise<ForetellReport> {
  let done = 0
  const request = {
    happening: { text: sentence, tags: on },
    transitions,
    scans,
    seed,
    window: shown.past,
    longest: usual.longest,
    ...(replay && {
      similar: (scene: Scene) =>
        demonstrationsOf(line, replay, { ...scene, state: scene.reading }, { count: similar, scans }),
    }),
    onTransition: () => onProgress?.({ task: 'Foretelling', done: ++done, total: transitions, unit: 'transitions' }),
  }
  const listener = { ...(onReasoning && { onReasoning }), ...(signal && { signal }) }
  const dream = await dreamReasoned(reason, line, request, listener)
  const kept = await spared(() => keep(replay, dream))
  const troubles = [...(replay?.troubles ?? []), ...('trouble' in kept ? [kept.trouble] : [])]
  return { ...reportOf(line, model, scans * line.scan, dream, 'done' in kept ? kept.done : 0), ...troublesIn(troubles) }
}

/** Keeps what stands, and gives how many experiences that are. What went wrong on the line is worth most. */
async function keep(
  replay: Retrieval | undefined,
  { provenance, scenario, transitions }: ReasonedDream,
): Promise<number> {
  const experiences = transitions.flatMap(({ scans }) => scans)
  if (replay === undefined || experiences.length === 0) return 0
  const value = experiences.reduce((sum, { outcome }) => sum + outcome, 0)
  await replay.append([{ provenance, scenario, value, policyRound: 0, chain: [], experiences }])
  return experiences.length
}

const reportOf = (
  line: Line,
  model: string,
  interval: number,
  { transitions, refusals, answers, tokens }: ReasonedDream,
  kept: number,
): ForetellReport => ({
  line: line.name,
  model,
  transitions: transitions.map(({ reasoning, foretold, departure }, index) => ({
    at: (index + 1) * interval,
    reasoning,
    readings: line.signals.map(({ tag, unit }, row) => {
      return { name: tag, value: quantityIn(foretold[row] as number, unit), unit }
    }),
    departure,
  })),
  refusals,
  answers,
  tokens,
  kept,
})

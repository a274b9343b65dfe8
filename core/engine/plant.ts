import { join } from 'node:path'
import type { Line } from '../line/line.ts'
import { connectPlant, intervalOf } from '../plant/opcua/client/connect.ts'
import type { Connection } from '../plant/opcua/connection.ts'
import { type Advisor, createAdvisor } from '../plant/session/advisor.ts'
import { openAudit } from '../plant/session/audit.ts'
import { endedByHand, endedInTime, runClosedLoop } from '../plant/session/closed-loop.ts'
import { type LogWriter, openLog } from '../plant/session/log-writer.ts'
import { type Look, observe } from '../plant/session/observe.ts'
import type { Output } from '../plant/session/output.ts'
import { type Advice, startShadow } from '../plant/session/shadow.ts'
import { setpointLoops } from '../scenario/course.ts'
import type { Study } from '../study/study.ts'
import type { PlantAt, PlantJob, PlantWatchRequest, WrittenLog } from './contract/plant.ts'
import { type Engine, EngineError } from './contract.ts'
import { reported } from './failure.ts'
import { loadConnection, passwordFor } from './plant-file.ts'
import { lookOf } from './plant-look.ts'
import { type StoredPolicy, storedPolicy } from './policy-store.ts'
import { loadSource } from './source.ts'
import { inStudy, readingStudy } from './study-run.ts'
import { passedVerdict } from './verdict.ts'

/** A policy is never let at a plant for longer, s. */
const longest = 12 * 3600

/** Looks at a plant, scan by scan, and writes nothing. */
export const watchPlant: Engine['watchPlant'] = (request, job = {}) =>
  reported(async () => {
    const { line } = loadSource(request.line)
    const connection = loadConnection(request, line)
    return watching(line, connection, request, job, [], async () => undefined)
  })

/** Looks at a plant with a policy that only says what it wants. */
export const shadowPlant: Engine['shadowPlant'] = (request, job = {}) =>
  reported(() =>
    readingStudy(request.study, async (study) => {
      const { line, connection, stored } = await subjectOf(study, request)
      await using advisor = await advisorOf(stored)
      const shadow = startShadow(line, advisor)
      const withheld = new Map<string, number>()
      const watched = await watching(line, connection, request, job, advisor.outputs, async (look) => {
        const advice = await shadow.advise(look)
        if ('withheld' in advice) withheld.set(advice.withheld, (withheld.get(advice.withheld) ?? 0) + 1)
        return advice
      })
      const times = shadow.computing.toSorted((a, b) => a - b)
      return {
        ...watched,
        policy: stored.id,
        advised: times.length,
        withheld: [...withheld].map(([reason, scans]) => ({ reason, scans })),
        ...(times.length > 0 && { computing: { median: times[times.length >> 1]!, longest: times.at(-1)! } }),
      }
    }),
  )

/** Lets a policy of the study act on the plant. The study is held meanwhile. */
export const runPlant: Engine['runPlant'] = (request, job = {}) =>
  reported(() =>
    inStudy(request.study, false, async (study) => {
      assertDuration(request.duration)
      const { line, connection, stored } = await subjectOf(study, request)
      passedVerdict(study, stored, 'is not let at a plant')
      await using advisor = await advisorOf(stored)
      const { outputs } = advisor
      await using side = await connectPlant(line, connection, { outputs, password: passwordFor(connection, job) })
      const file = join(study.directory, `${line.name}.audit.jsonl`)
      const audit = openAudit(file)
      const log = keepLog(line, request.log, outputs)
      try {
        const end = await runClosedLoop({
          guarded: { line, outputs },
          side,
          shadow: startShadow(line, advisor),
          audit,
          arming: { by: request.armedBy, duration: request.duration },
          interval: intervalOf(line, connection),
          stale: connection.stale,
          ...(job.signal && { signal: job.signal }),
          onScan(look, { mode }, advice) {
            log.keep(look, advice)
            job.onLook?.({ ...lookOf(line, look, outputs, advice), mode })
          },
        })
        const asMeant = end.reason === endedInTime || end.reason === endedByHand
        const written = log.written()
        const { endpoint } = connection
        return {
          line: line.name,
          endpoint,
          policy: stored.id,
          ...end,
          asMeant,
          audit: file,
          ...(written && { log: written }),
        }
      } finally {
        log.close()
        audit.close()
      }
    }),
  )

/** A policy of the study, the line that it was trained for and the plant of that line. */
async function subjectOf(study: Study, request: PlantAt & { readonly policy?: number }) {
  const source = loadSource(request.line)
  const stored = await storedPolicy(study, request.policy)
  if (stored.source.hash !== source.hash) {
    const message = `Policy ${stored.id} was trained for the line as it was written then.`
    throw new EngineError([{ message, remedy: 'Train one for the line as it is now.', where: request.line }])
  }
  const { line } = stored.plant
  const connection = loadConnection(request, line)
  assertComplete(line, connection)
  return { line, connection, stored }
}

/** Throws `EngineError` where the policy would not see all that it was trained to see. */
function assertComplete(line: Line, { signals, setpoints, controls, file }: Connection): void {
  const tagsWithout = (items: readonly { readonly tag: string }[], nodes: readonly unknown[]) =>
    items.filter((_, row) => nodes[row] === undefined).map(({ tag }) => tag)
  const missing = [
    ...tagsWithout(line.signals, signals),
    ...tagsWithout(setpointLoops(line), setpoints).map((tag) => `the set point of ${tag}`),
    ...tagsWithout(line.controls, controls),
  ]
  if (missing.length === 0) return
  const message = `The policy needs ${missing.join(', ')}, which the connection file does not have.`
  throw new EngineError([{ message, remedy: 'Add their nodes.', where: file }])
}

function assertDuration(duration: number): void {
  if (duration > 0 && duration <= longest) return
  const message = `A policy cannot be armed for ${duration} s.`
  throw new EngineError([{ message, remedy: `Take up to ${longest / 3600} hours.` }])
}

async function advisorOf({ loop, parameters }: StoredPolicy): Promise<Advisor & AsyncDisposable> {
  const advisor = await createAdvisor(loop, parameters)
  return { ...advisor, [Symbol.asyncDispose]: () => advisor.release() }
}

async function watching(
  line: Line,
  connection: Connection,
  request: PlantWatchRequest,
  job: PlantJob,
  outputs: readonly Output[],
  advise: (look: Look) => Promise<Advice | undefined>,
) {
  const password = passwordFor(connection, job)
  const log = keepLog(line, request.log, outputs)
  try {
    const { duration: seconds, ...observed } = await observe(line, {
      connect: () => connectPlant(line, connection, { password }),
      interval: intervalOf(line, connection),
      ...(request.duration !== undefined && { duration: request.duration }),
      ...(job.signal && { signal: job.signal }),
      ...(job.onConnection && { onConnection: job.onConnection.bind(job) }),
      async look(look) {
        const advice = await advise(look)
        log.keep(look, advice)
        job.onLook?.(lookOf(line, look, outputs, advice))
      },
    })
    const written = log.written()
    const { endpoint } = connection
    return { line: line.name, endpoint, seconds, ...observed, ...(written && { log: written }) }
  } finally {
    log.close()
  }
}

/** Keeps the scans of a session in a file, if one is wanted. */
function keepLog(line: Line, file: string | undefined, outputs: readonly Output[]) {
  let log: LogWriter | undefined
  return {
    /** Throws `EngineError` where the file cannot be begun. */
    keep({ time, snapshot }: Look, advice: Advice | undefined): void {
      if (file === undefined) return
      log ??= begun(() => openLog(line, file, snapshot, outputs), file)
      log.write(time, snapshot, advice && 'wanted' in advice ? advice.wanted : undefined)
    },
    written: (): WrittenLog | undefined => log && { file: file!, rows: log.rows, gaps: log.gaps },
    close: () => log?.close(),
  }
}

function begun(open: () => LogWriter, file: string): LogWriter {
  try {
    return open()
  } catch {
    const message = 'The log cannot be written, or is there already.'
    throw new EngineError([{ message, remedy: 'Name another file.', where: file }])
  }
}

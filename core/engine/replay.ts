import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Line } from '../line/line.ts'
import { difference } from '../line/measure.ts'
import { formatQuantity, isComplaint, parseQuantity } from '../line/quantity.ts'
import { parseUnit } from '../line/unit.ts'
import { matchColumns, wantedBy } from '../plant/columns.ts'
import { laterPart } from '../plant/later-part.ts'
import { type Log, readLog } from '../plant/log.ts'
import { type Replay, replayLogs } from '../plant/replay.ts'
import type { KeptSequence } from '../replay/experience.ts'
import { sequencesOfLog } from '../replay/from-log.ts'
import { openReplay } from '../replay/replay.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import type { ComparedLog, ReplayRequest } from './contract/trust.ts'
import { type Engine, EngineError, type ReplayReport } from './contract.ts'
import { spared, troublesIn } from './failure.ts'
import { loadSource, type Source, sentence } from './source.ts'
import { inStudy, startRun } from './study-run.ts'
import { trustSentence } from './trust.ts'

/**
 * Drives the causal model with real logs and says how far its dreams can be trusted. That is kept in the study, if there is
 * one, and the logs' experience enters its replay.
 */
export const replay: Engine['replay'] = async (request) => {
  const source = loadSource(request.line)
  const { line, plant } = source
  const tolerance = tolerancesIn(line, request.tolerances ?? {})
  assertBeginning(request)
  const whole: Log[] = []
  for (const file of request.logs) whole.push(await readLog(file, wantedBy(line)))
  const logs = whole.map((log) => laterPart(log, request))
  const found = await replayLogs(plant, logs, { tolerance })
  const compared = await Promise.all(logs.map((log, index) => comparedLog(log, whole[index] as Log)))
  const report = reportOf(line, found, compared)
  if (request.study === undefined) return report
  const { study } = request
  const kept = await spared(() => keep(study, source, whole, request, report))
  return { ...report, ...('done' in kept ? { kept: kept.done } : troublesIn([kept.trouble])) }
}

/** Throws `EngineError` for a tag that is no signal's, and what is no tolerance for it. */
function tolerancesIn(line: Line, written: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const read = ([tag, text]: readonly [string, string]) => {
    const signal = line.signals.find((candidate) => candidate.tag === tag)
    if (signal === undefined) {
      const remedy = `Name one of ${line.signals.map((each) => each.tag).join(', ')}.`
      throw new EngineError([{ message: `The line has no signal ${tag}.`, remedy }])
    }
    const quantity = parseQuantity(text, difference(signal.of.dimension))
    if (isComplaint(quantity)) {
      const { message, remedy } = quantity
      throw new EngineError([{ message: `The tolerance of ${tag}: ${message}.`, remedy: sentence(remedy) }])
    }
    if (quantity.value > 0) return [tag, quantity.value] as const
    throw new EngineError([{ message: `The tolerance of ${tag} is not positive.`, remedy: 'Write more than 0.' }])
  }
  return Object.fromEntries(Object.entries(written).map(read))
}

function assertBeginning({ from = 0, share = 1, logs }: ReplayRequest): void {
  if (logs.length === 0) throw new EngineError([{ message: 'There is no log.', remedy: 'Name one.' }])
  if (from >= 0 && share > 0 && share <= 1) return
  const message = 'No log begins there.'
  throw new EngineError([{ message, remedy: 'Take seconds from 0 up, or a share of more than 0 and up to 1.' }])
}

async function comparedLog({ file, time }: Log, whole: Log): Promise<ComparedLog> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  const first = time[0] as number
  return {
    name: basename(file),
    sha256: hash.digest('hex'),
    from: first - (whole.time[0] as number),
    rows: time.length,
    duration: (time.at(-1) as number) - first,
  }
}

function reportOf(line: Line, found: Replay, logs: readonly ComparedLog[]): ReplayReport {
  const { horizon, first, transition, reward } = found
  const seconds = logs.reduce((sum, { duration }) => sum + duration, 0)
  const trust = { horizon, whole: line.horizon, logs: logs.map(({ name }) => name), ...(first && { first }) }
  return {
    line: line.name,
    logs,
    rows: logs.reduce((sum, { rows }) => sum + rows, 0),
    duration: formatQuantity(Math.round(seconds), 's'),
    trust: { ...trust, sentence: trustSentence(trust) },
    ...(transition && { transition: { all: transition.all, noise: transition.noise } }),
    ...(reward && { reward }),
    signals: found.signals.map(({ tag, unit, rmse, largest, tolerance, trustHorizon, errorByHorizon }) => {
      const factor = parseUnit(unit)?.factor ?? 1
      const oneScan = transition?.signals.get(tag)
      return {
        tag,
        unit,
        rmse: rmse / factor,
        largest: largest / factor,
        tolerance: tolerance / factor,
        trustHorizon,
        errorByHorizon: errorByHorizon.map(({ horizon, rmse: error }) => ({ seconds: horizon, rmse: error / factor })),
        ...(oneScan && { transition: oneScan }),
      }
    }),
  }
}

/** Keeps what was found out, and what the line went through; gives how many experiences that are. */
const keep = (
  directory: string,
  source: Source,
  logs: readonly Log[],
  { tolerances = {}, from = 0, share = 1 }: ReplayRequest,
  report: ReplayReport,
): Promise<number> =>
  inStudy(directory, true, async (study) => {
    study.saveLine(source.line.name, source.text)
    const compared = report.logs.map(({ name, sha256 }) => ({ name, sha256 }))
    const run = startRun(study, 'replay', source.hash, 0, { logs: compared, tolerances, from, share })
    study.saveReport(run, report as unknown as JsonValue)
    study.finishRun(run, 'done')
    let kept = 0
    for (const log of logs) kept += await keepLog(study, source, log)
    return kept
  })

/** Keeps what the line went through, unless it is there from before, and gives how many experiences that is. */
async function keepLog(study: Study, { line, hash }: Source, log: Log): Promise<number> {
  const replay = await openReplay(line, hash, study)
  const { signals, controls } = matchColumns(line, log)
  const name = basename(log.file)
  const isReal = ({ provenance, scenario }: KeptSequence) => provenance === 'real' && scenario.name === name
  if (replay.sequences.some(isReal)) return 0
  const sequences = sequencesOfLog(line, {
    name,
    time: log.time,
    signals: line.signals.map((signal) => signals.find(({ item }) => item === signal)?.values),
    controls: controls.map(({ values }) => values),
  })
  await replay.append(sequences)
  return sequences.reduce((sum, { experiences }) => sum + experiences.length, 0)
}

import { basename } from 'node:path'
import { formatQuantity } from '../line/quantity.ts'
import { parseUnit } from '../line/unit.ts'
import { matchColumns, wantedBy } from '../plant/columns.ts'
import { type Log, readLog } from '../plant/log.ts'
import { replayLog } from '../plant/replay.ts'
import type { KeptSequence } from '../replay/experience.ts'
import { sequencesOfLog } from '../replay/from-log.ts'
import { openReplay } from '../replay/replay.ts'
import type { Engine } from './contract.ts'
import { spared, troublesIn } from './failure.ts'
import { loadSource, type Source } from './source.ts'
import { inStudy } from './study-run.ts'

/**
 * Drives the causal model with a real log and says how far its dreams can be trusted. The log's experience enters the replay
 * of the study, if there is one.
 */
export const replay: Engine['replay'] = async ({ line: path, log: logPath, study }) => {
  const source = loadSource(path)
  const { line, plant } = source
  const log = await readLog(logPath, wantedBy(line))
  const { time, signals } = await replayLog(plant, log)
  const kept = study === undefined ? undefined : await spared(() => keepLog(study, source, log))
  const duration = (time.at(-1) as number) - (time[0] as number)
  return {
    line: line.name,
    rows: time.length,
    duration: formatQuantity(Math.round(duration), 's'),
    ...(kept !== undefined && 'done' in kept && { kept: kept.done }),
    ...troublesIn(kept !== undefined && 'trouble' in kept ? [kept.trouble] : []),
    signals: signals.map(({ tag, unit, rmse, largest, tolerance, trustHorizon, errorByHorizon }) => {
      const factor = parseUnit(unit)?.factor ?? 1
      return {
        tag,
        unit,
        rmse: rmse / factor,
        largest: largest / factor,
        tolerance: tolerance / factor,
        trustHorizon: Math.min(trustHorizon, duration),
        errorByHorizon: errorByHorizon.map(({ horizon, rmse: error }) => ({ seconds: horizon, rmse: error / factor })),
      }
    }),
  }
}

/** Keeps what the line went through, unless it is there from before, and gives how many experiences that are. */
const keepLog = (directory: string, { line, hash, text }: Source, log: Log): Promise<number> =>
  inStudy(directory, true, async (study) => {
    study.saveLine(line.name, text)
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
  })

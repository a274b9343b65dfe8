import { formatQuantity } from '../line/quantity.ts'
import { parseUnit } from '../line/unit.ts'
import { wantedBy } from '../plant/columns.ts'
import { readLog } from '../plant/log.ts'
import { replayLog } from '../plant/replay.ts'
import type { Engine } from './contract.ts'
import { loadSource } from './source.ts'

/** Drives the causal model with a real log and says how far its dreams can be trusted. */
export const replay: Engine['replay'] = async ({ line: path, log: logPath }) => {
  const { line, plant } = loadSource(path)
  const log = await readLog(logPath, wantedBy(line))
  const { time, signals } = await replayLog(plant, log)
  const duration = (time.at(-1) as number) - (time[0] as number)
  return {
    line: line.name,
    rows: time.length,
    duration: formatQuantity(Math.round(duration), 's'),
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

import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

/** What one controller went through on the rig, second by second: two values each, °C and %. */
export interface RigLog {
  readonly controller: string
  readonly reading: readonly Pair[]
  readonly setpoint: readonly Pair[]
  readonly sensorBias: readonly Pair[]
  readonly actuatorBias: readonly Pair[]
}

export type Pair = readonly [first: number, second: number]

/** The logs in a file of the rig, one for each controller. */
export function readRigLogs(file: string): readonly RigLog[] {
  const rows = parse(readFileSync(file), { columns: true }) as readonly Readonly<Record<string, string>>[]
  return [...Map.groupBy(rows, ({ controller }) => controller as string)].map(([controller, own]) => {
    const pairs = (first: string, second: string) => own.map((row): Pair => [Number(row[first]), Number(row[second])])
    return {
      controller,
      reading: pairs('t1_meas_c', 't2_meas_c'),
      setpoint: pairs('sp1_c', 'sp2_c'),
      sensorBias: pairs('sens_bias1_c', 'sens_bias2_c'),
      actuatorBias: pairs('act_bias1_pct', 'act_bias2_pct'),
    }
  })
}

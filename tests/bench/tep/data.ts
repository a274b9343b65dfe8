import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Logged } from '../../../core/dream/learned/log-series.ts'
import { columnsOf, type DescribedPlant, loggedOf, readDescription } from '../../../core/plant/described-plant.ts'
import { readRuns } from '../../../core/plant/log.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/tep/', import.meta.url))

/** Why nothing can be measured here; false where the logs are there. */
export const missing = existsSync(`${folder}tep_excited.csv`) ? false : `${folder} is not there`

const file = fileURLToPath(new URL('tep.plant.yaml', import.meta.url))

/** The Tennessee Eastman plant; a row's valves count for the scan before it, or for the one after it. */
export const tepPlant = (controlsHold?: DescribedPlant['controlsHold']): DescribedPlant => {
  const plant = readDescription(readFileSync(file, 'utf8'))
  return { ...plant, controlsHold: controlsHold ?? plant.controlsHold }
}

export const namesOf = ({ signals, controls }: DescribedPlant) => ({
  signals: signals.map(({ name }) => name),
  controls: controls.map(({ name }) => name),
})

/** One run, and the first of its scans on which the fault is active; none in a run without a fault. */
export interface TepRun {
  readonly run: string
  readonly logged: Logged
  readonly faultAt: number
}

/** The runs of one file, in its order. */
export async function tepRuns(
  plant: DescribedPlant,
  name: 'normal' | 'excited' | 'fault' | 'fault_excited',
): Promise<readonly TepRun[]> {
  const wanted = columnsOf(plant)
  const runs = await readRuns(`${folder}tep_${name}.csv`, (column) => wanted(column) || column === 'fault_active')
  return runs.flatMap((run) =>
    loggedOf(plant, run).map((logged) => {
      const active = run.columns.get('fault_active')?.indexOf(1) ?? -1
      return { run: run.run, logged, faultAt: active < 0 ? Infinity : active }
    }),
  )
}

/** Runs X01 to X20, of which every fifth is held out, and X21 to X24, which nothing is fitted or chosen by. */
export async function tepSplit(plant: DescribedPlant) {
  const runs = await tepRuns(plant, 'excited')
  const known = runs.slice(0, 20)
  return {
    training: known.filter((_, index) => index % 5 !== 4).map(({ logged }) => logged),
    heldOut: known.filter((_, index) => index % 5 === 4).map(({ logged }) => logged),
    test: runs.slice(20),
  }
}

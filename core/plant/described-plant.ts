import { parse } from 'yaml'
import { z } from 'zod'
import type { Logged } from '../dream/learned/log-series.ts'
import { unbrokenRows } from '../dream/unbroken-rows.ts'
import { type Log, LogError, type Run } from './log.ts'

const item = z.strictObject({
  name: z.string().min(1),
  /** What its column in the logs is called: its name by default. */
  column: z.string().min(1).optional(),
  unit: z.string().default(''),
})

const signal = item.extend({
  /** How far a dream may be off, in the signal's unit; 5 % of what the logs span by default. */
  tolerance: z.number().positive().optional(),
})

const description = z
  .strictObject({
    name: z.string().min(1),
    /** s */
    scan: z.number().positive(),
    /**
     * What a row's controls are: applied until that row was written, or from then on. Where they were in force until the row,
     * the controls applied during scan k stand in the row of scan k+1.
     */
    controlsHold: z.enum(['until the row', 'from the row on']),
    signals: z.array(signal).min(1),
    controls: z.array(item).min(1),
  })
  .refine(
    ({ signals, controls }) =>
      new Set([...signals, ...controls].map(({ name }) => name)).size === signals.length + controls.length,
    {
      error: 'a name stands twice',
    },
  )

/** A plant without a line: which columns of its logs are signals and controls, in the logs' own units. */
export type DescribedPlant = z.infer<typeof description>

/** A description that cannot be used: what is wrong, path by path. */
export class DescriptionError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'DescriptionError'
    this.problems = problems
  }
}

/** @throws {DescriptionError} where the text is no YAML or does not describe a plant. */
export function readDescription(text: string): DescribedPlant {
  const read = description.safeParse(parsed(text))
  if (read.success) return read.data
  throw new DescriptionError(
    read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
  )
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 })
  } catch (error) {
    throw new DescriptionError([error instanceof Error ? error.message : String(error)])
  }
}

const columnOf = ({ name, column }: z.infer<typeof item>) => column ?? name

export function columnsOf({ signals, controls }: DescribedPlant): (column: string) => boolean {
  const columns = new Set([...signals, ...controls].map(columnOf))
  return (column) => columns.has(column)
}

/**
 * What a run went through, once a scan and parted at gaps, in the log's units.
 * @throws {LogError} where a column is missing.
 */
export function loggedOf(plant: DescribedPlant, run: Run): readonly Logged[] {
  const valuesOf = (each: z.infer<typeof item>) => run.columns.get(columnOf(each)) ?? missing(run, columnOf(each))
  const signals = plant.signals.map(valuesOf)
  const controls = plant.controls.map(valuesOf)
  const delay = plant.controlsHold === 'until the row' ? 1 : 0
  return unbrokenRows(run.time, plant.scan)
    .filter((rows) => rows.length > 1 + delay)
    .map((rows) => {
      const at = (values: readonly Float64Array[], row: number) =>
        Float32Array.from(values, (each) => each[row] as number)
      return {
        name: run.run || run.file,
        readings: rows.slice(0, rows.length - delay).map((row) => at(signals, row)),
        controls: rows.slice(delay).map((row) => at(controls, row)),
      }
    })
}

function missing({ file, columns }: Log, column: string): never {
  const known = [...columns.keys()].slice(0, 12).join(', ')
  const remedy = `Write the name of its column as \`column:\` in the description; the log has ${known}`
  throw new LogError(file, { line: 1, column: 1 }, `there is no column ${column}`, remedy)
}

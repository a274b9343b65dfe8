import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Line } from '../line/line.ts'
import { guessMapping } from '../plant/historian/guess.ts'
import { type Imported, type ImportedTag, importLogs } from '../plant/historian/import.ts'
import { type Mapping, readMapping, writeMapping } from '../plant/historian/mapping.ts'
import { openTable } from '../plant/historian/open.ts'
import { firstRanges } from '../plant/historian/preview.ts'
import { wantedOf } from '../plant/historian/samples.ts'
import { type Survey, survey } from '../plant/historian/survey.ts'
import { suspiciousSwaps } from '../plant/historian/swaps.ts'
import { lineTags } from '../plant/historian/tags.ts'
import { writeWhole } from '../study/atomic-file.ts'
import type { ImportedTagReport, ImportRequest, MappingReport } from './contract/import.ts'
import { type Engine, EngineError, type Problem } from './contract.ts'
import { reported, troublesIn } from './failure.ts'
import { extension } from './line-file.ts'
import { loadSource } from './source.ts'

/** Says which column of exports is which tag of a line, as it is saved or as a guess that is saved nowhere. */
export const proposeMapping: Engine['proposeMapping'] = (request) =>
  reported(async () => {
    const { line } = loadSource(request.line)
    assertFree(request.out)
    const file = mappingFile(request)
    const saved = savedMapping(line, file)
    const surveys = await surveysOf(request.files, saved)
    assertHints(request, saved, file)
    const { mapping, doubts } =
      saved === undefined
        ? await guessMapping(line, surveys, {
            ...(request.timeZone !== undefined && { zone: request.timeZone }),
            ...(request.timeFormat !== undefined && { format: request.timeFormat }),
          })
        : { mapping: saved, doubts: [] }
    const wanted = wantedOf(lineTags(line), mapping)
    const ranges = firstRanges(surveys, mapping, wanted)
    const swaps = suspiciousSwaps(surveys, mapping, wanted)
    return {
      line: line.name,
      file,
      isSaved: saved !== undefined,
      text: writeMapping(mapping),
      form: mapping.form,
      time: timeOf(mapping),
      tags: wanted.map(({ tag, mapped }, place): MappingReport['tags'][number] => {
        const range = ranges[place]
        return {
          tag: tag.name,
          role: tag.role,
          column: mapped.column,
          unit: mapped.unit ?? tag.unit,
          first: range === undefined ? null : { ...range, unit: tag.unit },
        }
      }),
      ignored: mapping.ignored,
      doubts: [
        ...doubts,
        ...wanted.flatMap(({ tag }, place) =>
          ranges[place] === undefined ? [`${tag.name} has no good value in the first rows: is its unit right?`] : [],
        ),
        ...swaps.map(([one, other]) => `${one} and ${other} look swapped: the values of each fit the other's range.`),
      ],
    }
  })

/** Writes exports as one log. A mapping that the engineer has confirmed is saved once that is done. */
export const importLog: Engine['import'] = (request, { onProgress, signal } = {}) =>
  reported(async () => {
    const { line } = loadSource(request.line)
    const { out, confirmed } = request
    const file = mappingFile(request)
    assertFree(out)
    const mapping =
      confirmed === undefined ? savedMapping(line, file) : readMapping(confirmed, file, line.name, lineTags(line))
    if (mapping === undefined) {
      const message = 'Nobody has confirmed which column is which tag.'
      throw new EngineError([{ message, remedy: 'Confirm the guess, or write it.', where: file }], { refused: true })
    }
    const surveys = await surveysOf(request.files, mapping)
    const imported = await writing(out, () =>
      importLogs(line, surveys, mapping, out, {
        ...(request.longestHold !== undefined && { longestHold: request.longestHold }),
        ...(signal && { signal }),
        onProgress: (bytes, total) =>
          onProgress?.({ task: 'Reading', done: bytes / 1e6, total: total / 1e6, unit: 'MB' }),
      }),
    )
    const wanted = wantedOf(lineTags(line), mapping)
    const troubles = confirmed === undefined ? [] : saveMapping(file, confirmed)
    return {
      line: line.name,
      out,
      mapping: file,
      ...reportOf(imported, line, mapping),
      swaps: suspiciousSwaps(surveys, mapping, wanted),
      ...troublesIn(troubles),
    }
  })

const mappingFile = ({ line, mapping }: ImportRequest): string =>
  mapping ?? join(dirname(line), `${basename(line).replace(new RegExp(`(${extension}|\\.ya?ml)$`), '')}.mapping.yaml`)

function assertFree(out: string): void {
  if (!existsSync(out)) return
  throw new EngineError([
    { message: 'There is a file of that name.', remedy: 'Name one that is not there yet.', where: out },
  ])
}

/** The log stands without it: gives what went wrong. */
function saveMapping(file: string, text: string): readonly Problem[] {
  try {
    writeWhole(file, text)
    return []
  } catch {
    const remedy = 'Check your rights to the folder, or name another file with --mapping.'
    return [{ message: 'The mapping could not be saved.', remedy, where: file }]
  }
}

function savedMapping(line: Line, file: string): Mapping | undefined {
  if (!existsSync(file)) return undefined
  try {
    return readMapping(readFileSync(file, 'utf8'), file, line.name, lineTags(line))
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const remedy = 'Check your rights to it, or name another with --mapping.'
    throw new EngineError([{ message: 'The mapping cannot be read.', remedy, where: file }])
  }
}

/** Says no to what a saved mapping has otherwise. */
function assertHints({ timeZone, timeFormat }: ImportRequest, saved: Mapping | undefined, file: string): void {
  if (saved === undefined) return
  const { zone, format } = saved.time
  const isOther = (timeZone !== undefined && timeZone !== zone) || (timeFormat !== undefined && timeFormat !== format)
  if (!isOther) return
  const message = `The mapping says that times are ${format}${zone === undefined ? '' : ` of ${zone}`}.`
  throw new EngineError([{ message, remedy: 'Write under `time:` there what is right, or leave it out.', where: file }])
}

async function surveysOf(files: readonly string[], mapping: Mapping | undefined): Promise<readonly Survey[]> {
  const surveys: Survey[] = []
  for (const file of files) surveys.push(await survey(await openTable(file, mapping?.separator)))
  return surveys
}

/** What the disk says of a file that is being written, in words. */
async function writing<Result>(where: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const remedy = 'Check the folder, your rights to it and the space that is left.'
    throw new EngineError([{ message: 'The file cannot be written.', remedy, where }])
  }
}

const timeOf = ({ time: { column, format, zone } }: Mapping) => ({
  column,
  format,
  ...(zone !== undefined && { zone }),
})

function reportOf(imported: Imported, { scan }: Line, { time }: Mapping) {
  const { rows, scans, first, last, gaps, order, clock, tags } = imported
  return {
    rows,
    scans,
    scan,
    from: time.format === 'seconds' ? `${first} s` : new Date(first * 1000).toISOString(),
    duration: last - first,
    gaps,
    order,
    clock,
    tags: tags.map((each) => tagReport(each, first)),
  }
}

function tagReport({ tag, column, interval, values, scans, movement }: ImportedTag, first: number): ImportedTagReport {
  const all = Math.max(1, scans.measured + scans.held + scans.missing)
  const good = Math.max(1, values.good)
  const { moves, low, high, still } = movement
  return {
    tag: tag.name,
    role: tag.role,
    column,
    unit: tag.unit,
    interval: Number.isNaN(interval) ? null : interval,
    measured: scans.measured / all,
    held: scans.held / all,
    alone: scans.alone,
    good: values.good,
    bad: {
      empty: values.empty,
      flagged: values.flagged,
      outOfRange: values.outOfRange,
      texts: [...values.texts].map(([text, count]) => ({ text, count })).toSorted((a, b) => b.count - a.count),
    },
    duplicates: scans.duplicates,
    clipped: { low: values.clippedLow / good, high: values.clippedHigh / good },
    moves,
    low,
    high,
    still: still.seconds === 0 ? null : { from: still.from - first, duration: still.seconds },
  }
}

import type { Line } from '../../line/line.ts'
import type { Mapping } from './mapping.ts'
import type { Rule } from './resample.ts'
import type { Samples, Wanted } from './samples.ts'

interface Beginning {
  readonly first: readonly Samples[]
  readonly intervals: readonly number[]
  readonly longestHold: number | undefined
}

const usualHold = 5
const rounding = 1e-6

/**
 * How the values of each tag become one a scan, by the log's first samples and the usual intervals of its tags, s.
 * `longestHold`, s, is what the engineer says.
 */
export function rulesOf(
  line: Line,
  mapping: Mapping,
  wanted: readonly Wanted[],
  { first, intervals, longestHold }: Beginning,
): readonly Rule[] {
  const { scan } = line
  const said = longestHold ?? (isOwnFormat(line, mapping, wanted, first, intervals) ? 0 : undefined)
  return wanted.map(({ tag, mapped }, place): Rule => {
    const interval = intervals[place] as number
    const isSignal = tag.role === 'signal'
    return {
      isAveraged: isSignal && mapped.words === undefined,
      hold: said ?? usualHold * Math.max(scan, Number.isNaN(interval) ? scan : interval),
      isKept: !isSignal && mapping.form === 'long' && said === undefined,
    }
  })
}

/** Whether exports are logs of Dreamline's own: where they leave rows out, nothing is known, and nothing is held. */
const isOwnFormat = (
  { scan }: Line,
  mapping: Mapping,
  wanted: readonly Wanted[],
  first: readonly Samples[],
  intervals: readonly number[],
) =>
  mapping.time.format === 'seconds' &&
  wanted.every(({ tag, mapped }) => mapped.column === tag.name && mapped.unit === undefined) &&
  intervals.every((interval) => Math.abs(interval - scan) <= rounding * scan) &&
  first.every(({ values }) => !values.some(Number.isNaN))

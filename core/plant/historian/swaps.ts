import type { Mapping } from './mapping.ts'
import type { Wanted } from './samples.ts'
import { cellsOf, type Survey } from './survey.ts'
import type { Cell } from './table.ts'
import { conversion, numberReader } from './value.ts'

const misfit = 0.5
const fit = 0.95

/**
 * Pairs of tags that look swapped: the values of each fit the other's range, and those of one hardly its own. Told of wide
 * exports, by their first rows.
 */
export function suspiciousSwaps(
  surveys: readonly Survey[],
  mapping: Mapping,
  wanted: readonly Wanted[],
): readonly (readonly [string, string])[] {
  if (mapping.form === 'long') return []
  const columns = wanted.map(({ mapped }) => cellsOf(surveys, mapped.column))
  /** Share of cells that are in the tag's range, read as the mapping reads the tag. */
  const share = ({ tag, mapped }: Wanted, cells: readonly Cell[]) => {
    const read = numberReader(mapping.decimal, mapped.words)
    const convert = conversion(tag, mapped.unit)
    const values = cells.map((cell) => convert(read(cell))).filter(Number.isFinite)
    return values.filter((value) => value >= tag.low && value <= tag.high).length / Math.max(1, values.length)
  }
  const own = wanted.map((each, place) => share(each, columns[place] as readonly Cell[]))
  return wanted.flatMap((one, i) =>
    wanted.slice(i + 1).flatMap((other, rest): [string, string][] => {
      const j = i + 1 + rest
      if (Math.min(own[i] as number, own[j] as number) >= misfit) return []
      const isSwapped = share(one, columns[j] ?? []) >= fit && share(other, columns[i] ?? []) >= fit
      return isSwapped ? [[one.tag.name, other.tag.name]] : []
    }),
  )
}

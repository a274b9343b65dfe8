/** Share of a scan by which times that are meant to be equal may differ. */
const rounding = 1e-6

/** Rows of a log once a scan, from the latest row each; parted where none stands for a moment. Times and scan in s. */
export function unbrokenRows(time: Float64Array, scan: number): readonly (readonly number[])[] {
  const parts: number[][] = []
  let part: number[] = []
  let row = 0
  while (row < time.length) {
    const start = row
    part = [start]
    parts.push(part)
    for (let count = 1; ; count++) {
      const moment = (time[start] as number) + count * scan
      while (row + 1 < time.length && (time[row + 1] as number) <= moment + rounding * scan) row++
      if (moment - (time[row] as number) > (1 - rounding) * scan) break
      part.push(row)
    }
    row++
  }
  return parts
}

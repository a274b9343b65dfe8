/** Columns side by side as [rows, lanes], repeated from the first where there are fewer columns than lanes. */
export function lanesOf(columns: readonly Float32Array[], lanes: number): Float32Array {
  const rows = columns[0]?.length ?? 0
  const values = new Float32Array(rows * lanes)
  for (let lane = 0; lane < lanes; lane++) {
    const column = columns[lane % columns.length] as Float32Array
    for (let row = 0; row < rows; row++) values[row * lanes + lane] = column[row] as number
  }
  return values
}

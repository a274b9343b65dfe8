/**
 * Cotangents are held within this many times their row's mean over the lanes: where a dream is chaotic its gradient
 * explodes, and a few such lanes would drown what all the others say.
 */
const largestCotangent = 5

/** Cotangents [rows, lanes], each held within a multiple of its row's mean size; written in place. */
export function heldInRows(cotangents: Float32Array<ArrayBuffer>, lanes: number): Float32Array<ArrayBuffer> {
  for (let from = 0; from < cotangents.length; from += lanes) {
    const row = cotangents.subarray(from, from + lanes)
    const bound = (largestCotangent * row.reduce((sum, value) => sum + Math.abs(value), 0)) / lanes
    for (let lane = 0; lane < lanes; lane++) row[lane] = Math.max(-bound, Math.min(bound, row[lane] as number))
  }
  return cotangents
}

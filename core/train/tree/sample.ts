/**
 * What rules are fitted to: scans of dreams, in which a teacher said what it would do. Tables lie row by row:
 * `quantities` [quantities, scans] in engineering units, `wanted` [outputs, scans] in steps, and `weights` [outputs, scans]:
 * what a wrong step costs. `failing` is 1 for scans in which a fault is present, [scans].
 */
export interface Sample {
  readonly scans: number
  readonly quantities: Float32Array
  readonly wanted: Float32Array
  readonly weights: Float32Array
  readonly failing: Float32Array
}

/** Samples side by side. */
export function joined(samples: readonly Sample[]): Sample {
  const scans = samples.reduce((sum, one) => sum + one.scans, 0)
  const table = (of: (sample: Sample) => Float32Array) => {
    const rows = of(samples[0] as Sample).length / (samples[0] as Sample).scans
    const values = new Float32Array(rows * scans)
    let from = 0
    for (const sample of samples) {
      for (let row = 0; row < rows; row++) {
        values.set(of(sample).subarray(row * sample.scans, (row + 1) * sample.scans), row * scans + from)
      }
      from += sample.scans
    }
    return values
  }
  return {
    scans,
    quantities: table(({ quantities }) => quantities),
    wanted: table(({ wanted }) => wanted),
    weights: table(({ weights }) => weights),
    failing: table(({ failing }) => failing),
  }
}

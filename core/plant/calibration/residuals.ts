/** Residuals of some windows, [scans, signals] each, in SI; NaN where nothing was measured. */
export type Residuals = readonly Float64Array[]

/** How residuals of one signal are weighed. */
export interface Weighing {
  /** Their size where nothing is out of the ordinary, SI. */
  readonly scale: number
  /** How many of them say as much as one that stands alone would: the integrated autocorrelation time, in scans. */
  readonly repetition: number
}

/** Degrees of freedom of Student's distribution, by which residuals are taken to fall: what lies far out counts little. */
const freedom = 4
/** From the median of the sizes to a standard deviation. */
const medianToDeviation = 1.4826
/** Where autocorrelation is looked at, residuals are held within so many of their scale. */
const heldWithin = 3

/** Minus the logarithm of Student's density at a residual in units of its scale, up to a constant. */
export const costOf = (share: number): number => ((freedom + 1) / 2) * Math.log1p(share ** 2 / freedom)

/** What a residual counts for in least squares (iteratively reweighted, Lange, Little and Taylor 1989). */
export const weightOf = (share: number): number => (freedom + 1) / (freedom + share ** 2)

/** How the residuals of one of `signals` signals are to be weighed; no finer than `finest`, SI. */
export function weigh(residuals: Residuals, signal: number, signals: number, finest: number): Weighing {
  const series = residuals.map((window) => window.filter((_, index) => index % signals === signal))
  const sizes = series
    .flatMap((values) => [...values].filter((value) => !Number.isNaN(value)).map(Math.abs))
    .sort((a, b) => a - b)
  const scale = Math.max(medianToDeviation * (sizes[sizes.length >> 1] ?? 0), finest)
  const held = series.map((values) =>
    values.map((value) => Math.max(-heldWithin * scale, Math.min(heldWithin * scale, value))),
  )
  return { scale, repetition: autocorrelationTime(held) }
}

/**
 * 1 + 2·Σ of the autocorrelations up to the first that is not positive (the initial positive sequence of Geyer 1992, lag
 * by lag), about zero, since a model that is off for long is off once.
 */
export function autocorrelationTime(series: readonly Float64Array[]): number {
  const products = (lag: number) => {
    let sum = 0
    let count = 0
    for (const values of series) {
      for (let index = lag; index < values.length; index++) {
        const product = (values[index] as number) * (values[index - lag] as number)
        if (Number.isNaN(product)) continue
        sum += product
        count++
      }
    }
    return count === 0 ? 0 : sum / count
  }
  const variance = products(0)
  const longest = Math.floor(Math.max(0, ...series.map(({ length }) => length)) / 2)
  let time = 1
  for (let lag = 1; lag <= longest; lag++) {
    const correlation = variance > 0 ? products(lag) / variance : 0
    if (correlation <= 0) break
    time += 2 * correlation
  }
  return time
}

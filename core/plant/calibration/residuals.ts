/** Residuals of some windows, [scans, signals] each, in SI; NaN where nothing was measured. */
export type Residuals = readonly Float64Array[]

/** How residuals of one signal are weighed. */
export interface Weighing {
  /**
   * Share of a residual that the next one repeats: residuals are taken for a first-order autoregression, since what a model
   * lacks, such as a draught, stays for a while. What counts is the news in them.
   */
  readonly repeated: number
  /** Size of the news where nothing is out of the ordinary, SI. */
  readonly scale: number
  /** How many of them say as much as one that stands alone would: what autocorrelation is left in the news, in scans. */
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

/** A residual that were repeated wholly would say nothing of where a signal stands. */
const mostRepeated = 0.98

/**
 * The news in each value of a window, [scans, signals]: what the one before does not foretell, scaled to the same size where
 * there is none before; NaN where `residuals` has nothing.
 */
export function news(values: ArrayLike<number>, repeated: readonly number[], residuals: Float64Array): Float64Array {
  const signals = repeated.length
  return residuals.map((residual, at) => {
    const share = repeated[at % signals] as number
    const value = values[at] as number
    if (Number.isNaN(residual)) return Number.NaN
    return Number.isNaN(residuals[at - signals] ?? Number.NaN)
      ? value * Math.sqrt(1 - share ** 2)
      : value - share * (values[at - signals] as number)
  })
}

/** How the residuals of one of `signals` signals are to be weighed; no finer than `finest`, SI. */
export function weigh(residuals: Residuals, signal: number, signals: number, finest: number): Weighing {
  const series = residuals.map((window) => window.filter((_, index) => index % signals === signal))
  const held = heldWithinScale(series, finest)
  const repeated = Math.max(0, Math.min(mostRepeated, correlation(held, 1)))
  const fresh = series.map((values) => news(values, [repeated], values))
  return { repeated, scale: scaleOf(fresh, finest), repetition: autocorrelationTime(heldWithinScale(fresh, finest)) }
}

function scaleOf(series: readonly Float64Array[], finest: number): number {
  const sizes = series
    .flatMap((values) => [...values].filter((value) => !Number.isNaN(value)).map(Math.abs))
    .sort((a, b) => a - b)
  return Math.max(medianToDeviation * (sizes[sizes.length >> 1] ?? 0), finest)
}

function heldWithinScale(series: readonly Float64Array[], finest: number): readonly Float64Array[] {
  const most = heldWithin * scaleOf(series, finest)
  return series.map((values) => values.map((value) => Math.max(-most, Math.min(most, value))))
}

/** Autocorrelation at a lag, about zero, since a model that is off for long is off once. */
function correlation(series: readonly Float64Array[], lag: number): number {
  const products = (distance: number) => {
    let sum = 0
    let count = 0
    for (const values of series) {
      for (let index = distance; index < values.length; index++) {
        const product = (values[index] as number) * (values[index - distance] as number)
        if (Number.isNaN(product)) continue
        sum += product
        count++
      }
    }
    return count === 0 ? 0 : sum / count
  }
  const variance = products(0)
  return variance > 0 ? products(lag) / variance : 0
}

/**
 * 1 + 2·Σ of the autocorrelations up to the first that is not positive (the initial positive sequence of Geyer 1992, lag
 * by lag).
 */
function autocorrelationTime(series: readonly Float64Array[]): number {
  const longest = Math.floor(Math.max(0, ...series.map(({ length }) => length)) / 2)
  let time = 1
  for (let lag = 1; lag <= longest; lag++) {
    const repeated = correlation(series, lag)
    if (repeated <= 0) break
    time += 2 * repeated
  }
  return time
}

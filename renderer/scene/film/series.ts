import type { Film, Series } from '../../../core/engine/window/contract.ts'

/** A value of a film at a scan, which may be fractional. NaN where nothing is known. */
export type Gauge = (scan: number) => number

export const unknown: Gauge = () => Number.NaN

/** The value between two scans; before the first and after the last it stays. */
export function valueAt({ values }: Series, scan: number): number {
  const last = values.length - 1
  if (last < 0) return Number.NaN
  const at = Math.min(Math.max(scan, 0), last)
  const before = Math.floor(at)
  const from = values[before]!
  return before === last ? from : from + (values[before + 1]! - from) * (at - before)
}

/** The value of the scan that has begun, for what switches and does not move. */
export function valueHeldAt({ values }: Series, scan: number): number {
  const last = values.length - 1
  return last < 0 ? Number.NaN : values[Math.min(Math.max(Math.floor(scan), 0), last)]!
}

/** Where a value lies in its range, 0 to 1. */
export function shareOf(series: Series | undefined): Gauge {
  if (series === undefined) return unknown
  const { low, high } = series
  const span = high - low
  return span > 0
    ? (scan) => Math.min(Math.max((valueAt(series, scan) - low) / span, 0), 1)
    : (scan) => Math.min(Math.max(valueAt(series, scan), 0), 1)
}

/** A value against the largest its range has, -1 to 1: its sign is kept. */
export function signedShareOf(series: Series | undefined): Gauge {
  if (series === undefined) return unknown
  const ranged = Math.max(Math.abs(series.low), Math.abs(series.high))
  const largest = ranged > 0 ? ranged : series.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12)
  return (scan) => Math.min(Math.max(valueAt(series, scan) / largest, -1), 1)
}

/** The first gauge that knows. */
export const firstKnown =
  (...gauges: readonly Gauge[]): Gauge =>
  (scan) => {
    for (const gauge of gauges) {
      const value = gauge(scan)
      if (!Number.isNaN(value)) return value
    }
    return Number.NaN
  }

/** Finds the series of a film by what they belong to. */
export class SeriesIndex {
  readonly #byKey = new Map<string, Series>()
  readonly #byComponent = new Map<string, Series[]>()
  readonly #faults = new Map<string, Series>()

  constructor({ series }: Film) {
    for (const one of series) {
      if (one.kind === 'fault') this.#faults.set(one.tag, one)
      const key = `${one.kind} ${one.component} ${one.quantity}`
      if (!this.#byKey.has(key)) this.#byKey.set(key, one)
      const list = this.#byComponent.get(one.component)
      if (list === undefined) this.#byComponent.set(one.component, [one])
      else list.push(one)
    }
  }

  truth(component: string, quantity: string): Series | undefined {
    return this.#byKey.get(`truth ${component} ${quantity}`) ?? this.#reading(component, quantity)
  }

  control(component: string, actuator: string): Series | undefined {
    return this.#byKey.get(`control ${component} ${actuator}`)
  }

  fault(failure: string): Series | undefined {
    return this.#faults.get(failure)
  }

  of(component: string): readonly Series[] {
    return this.#byComponent.get(component) ?? []
  }

  #reading(component: string, quantity: string): Series | undefined {
    return this.of(component).find((one) => one.kind === 'reading' && one.quantity === quantity)
  }
}

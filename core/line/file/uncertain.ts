import type { Dimension } from '../dimension.ts'
import { measure } from '../measure.ts'
import { isComplaint, parseQuantity } from '../quantity.ts'
import { quote } from './problem.ts'
import { quantity, type Shape } from './shape.ts'

/** A number in SI and, where it says so, how far it may be off. */
export interface Uncertain {
  readonly value: number
  /** Relative standard deviation. */
  readonly deviation?: number
}

/** Between a value and how far it may be off. */
const sign = /\s*(?:±|\+\/-|\+-)\s*/
const largest = 1

/** The value alone. */
export const withoutSpread = (text: string): string => text.split(sign)[0] as string

/** What stands behind ± are two standard deviations (expanded uncertainty, coverage factor 2: JCGM 100:2008, section 6). */
export const coverage = 2

/**
 * A number with a unit, in SI, within the bounds (SI, inclusive), and perhaps how far it may be off, as a share of it or in
 * its own dimension: `154 cm2 ± 5 %`, `154 cm2 ± 8 cm2`.
 */
export function uncertain(
  dimension: Dimension,
  bounds: { readonly minimum?: number | undefined; readonly maximum?: number | undefined },
): Shape<Uncertain> {
  const plain = quantity(dimension, bounds)
  const { absolute: _, ...difference } = measure(dimension)
  return {
    ...plain,
    read(node, report) {
      const [text, spread, ...more] = node.form === 'text' ? node.text.split(sign) : []
      if (text === undefined || spread === undefined || more.length > 0) {
        const value = plain.read(node, report)
        return value === undefined ? undefined : { value }
      }
      const value = plain.read({ ...node, form: 'text', text }, report)
      if (value === undefined) return undefined
      const share = parseQuantity(spread, measure('fraction'))
      const own = isComplaint(share) ? parseQuantity(spread, difference) : share
      const relative = isComplaint(own) ? Number.NaN : own === share ? own.value : own.value / Math.abs(value)
      if (relative >= 0 && relative <= largest) return { value, deviation: relative / coverage }
      report(node, {
        message: `${quote(spread)} is not how far ${quote(text)} may be off`,
        remedy: 'write a share of it, up to 100 %, such as ± 5 %',
      })
      return undefined
    },
  }
}

import type { Curve } from '../../../core/engine/window/contract.ts'
import type { TrendCurve } from '../../parts/trend.tsx'
import { type Envelope, envelopeOf } from '../../state/curves.ts'

/** A run's curves and what they are called. */
export interface Told {
  readonly title: string
  readonly curves: readonly Curve[]
}

/** Curves of several runs over the same steps, each with the band of its seeds. */
export interface Overlaid {
  readonly steps: readonly number[]
  readonly curves: readonly TrendCurve[]
}

const colours = ['--curve-1', '--curve-2', '--curve-3', '--curve-4', '--curve-5']

export function overlaid(told: readonly Told[], name: Curve['name']): Overlaid {
  const envelopes = told.map(({ curves }) => envelopeOf(curves, name))
  const steps = [...new Set(envelopes.flatMap((envelope) => envelope.steps))].sort((a, b) => a - b)
  const curves = told.flatMap(({ title }, run): TrendCurve[] => {
    const envelope = envelopes[run] as Envelope
    const place = new Map(envelope.steps.map((step, index) => [step, index]))
    const at = (values: readonly number[]) =>
      steps.map((step) => {
        const index = place.get(step)
        return index === undefined ? null : (values[index] ?? null)
      })
    const colour = colours[run % colours.length] as string
    const band = `seeds of ${title}`
    return [
      { title: '', values: at(envelope.high), colour, band },
      { title: '', values: at(envelope.low), colour, band },
      { title, values: at(envelope.mean), colour },
    ]
  })
  return { steps, curves }
}

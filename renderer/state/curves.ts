import type { Curve, TrainingNews } from '../../core/engine/window/contract.ts'

type Point = Pick<Curve, 'name' | 'seed'> & { readonly step: number; readonly value: number }

function pointsOf({ seed, iteration: step, cost, validation, success, tasks }: TrainingNews): readonly Point[] {
  return [
    // Before the first iteration nothing has been paid.
    ...(step === 0 ? [] : [{ name: 'cost' as const, seed, step, value: cost }]),
    ...(validation === undefined ? [] : [{ name: 'validation' as const, seed, step, value: validation }]),
    ...Object.entries(success ?? {}).map(([failure, value]) => ({
      name: `success ${failure}` as const,
      seed,
      step,
      value,
    })),
    ...Object.entries(tasks ?? {}).map(([standing, value]) => ({
      name: `tasks ${standing}` as const,
      seed,
      step,
      value,
    })),
  ]
}

/** Curves that go on with every piece of news. */
export function withNews(curves: readonly Curve[], news: TrainingNews): readonly Curve[] {
  const grown = [...curves]
  for (const { name, seed, step, value } of pointsOf(news)) {
    const place = grown.findIndex((curve) => curve.name === name && curve.seed === seed)
    const before = grown[place]
    const curve = { name, seed, steps: longer(before?.steps, step), values: longer(before?.values, value) }
    if (place < 0) grown.push(curve)
    else grown[place] = curve
  }
  return grown
}

function longer(values: Float64Array = new Float64Array(), value: number): Float64Array {
  const grown = new Float64Array(values.length + 1)
  grown.set(values)
  grown[values.length] = value
  return grown
}

/** What was known of a run before it went on, and what it has told since. */
export function joined(before: readonly Curve[], since: readonly Curve[]): readonly Curve[] {
  const all = [...before, ...since]
  return [...Map.groupBy(all, ({ name, seed }) => `${seed} ${name}`).values()].map((parts) => {
    const points = new Map(
      parts.flatMap(({ steps, values }) => Array.from(steps, (step, index) => [step, values[index]])),
    )
    const steps = Float64Array.from(points.keys()).sort()
    return { ...(parts[0] as Curve), steps, values: steps.map((step) => points.get(step) as number) }
  })
}

/** The seeds of a run at each step: their least, mean and greatest value. */
export interface Envelope {
  readonly steps: readonly number[]
  readonly low: readonly number[]
  readonly mean: readonly number[]
  readonly high: readonly number[]
}

export function envelopeOf(curves: readonly Curve[], name: Curve['name']): Envelope {
  const at = new Map<number, number[]>()
  for (const { steps, values } of curves.filter((curve) => curve.name === name)) {
    steps.forEach((step, index) => {
      const there = at.get(step)
      if (there === undefined) at.set(step, [values[index] as number])
      else there.push(values[index] as number)
    })
  }
  const steps = [...at.keys()].sort((a, b) => a - b)
  const each = (take: (values: readonly number[]) => number) => steps.map((step) => take(at.get(step) ?? []))
  return {
    steps,
    low: each((values) => Math.min(...values)),
    mean: each((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    high: each((values) => Math.max(...values)),
  }
}

/** The latest share of each failure mode, averaged over the seeds, 0 to 1; the least first. */
export function successesOf(curves: readonly Curve[]): readonly { readonly failure: string; readonly share: number }[] {
  const latest = curves.flatMap(({ name, values }) => {
    const share = values.at(-1)
    return name.startsWith('success ') && share !== undefined ? [{ failure: name.slice('success '.length), share }] : []
  })
  return [...Map.groupBy(latest, ({ failure }) => failure)]
    .map(([failure, seeds]) => ({ failure, share: seeds.reduce((sum, { share }) => sum + share, 0) / seeds.length }))
    .sort((a, b) => a.share - b.share || a.failure.localeCompare(b.failure))
}

export const standings = ['open', 'mastered', 'hopeless', 'forgotten'] as const

/** How many tasks of the curriculum stand how now, added up over the seeds; undefined where that is not known. */
export function tasksOf(curves: readonly Curve[]): Readonly<Record<(typeof standings)[number], number>> | undefined {
  if (!curves.some(({ name }) => name.startsWith('tasks '))) return undefined
  const latest = (standing: string) =>
    curves.reduce((sum, { name, values }) => sum + (name === `tasks ${standing}` ? (values.at(-1) ?? 0) : 0), 0)
  return {
    open: latest('open'),
    mastered: latest('mastered'),
    hopeless: latest('hopeless'),
    forgotten: latest('forgotten'),
  }
}

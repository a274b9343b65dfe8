import type { Chart } from '../watch/charts.ts'

/** How far the values of a chart move over a day, as a share of their range. */
function movement({ lines, range: [low, high] }: Chart): number {
  let [least, most] = [Infinity, -Infinity]
  for (const { layer, values } of lines) {
    if (layer !== 'truth' && layer !== 'control') continue
    for (const value of values) {
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  return high > low && most > least ? (most - least) / (high - low) : 0
}

/** The measured quantities and controls that move most, whoever controls the line. */
export function mostMoved(charts: readonly Chart[], most: number): readonly Chart[] {
  const isSeen = ({ kind, lines }: Chart) => kind === 'control' || lines.some(({ layer }) => layer === 'reading')
  return charts
    .filter(isSeen)
    .map((chart) => ({ chart, moved: movement(chart) }))
    .filter(({ moved }) => moved > 0)
    .sort((a, b) => b.moved - a.moved)
    .slice(0, most)
    .map(({ chart }) => chart)
}

import { average, uncertainty } from '../student.ts'
import type { Point } from './job.ts'
import { variants } from './variants.ts'

/** What became of one training. */
export interface Result {
  readonly line: string
  readonly variant: string
  readonly seed: number
  readonly points: readonly Point[]
}

const reference = 'uniform random scenarios'

const preface = `# What each part of the dream loop is worth

Written by \`npm run bench:ablation\`. Every row is a gradient training with one part of the loop taken out, three seeds, the
same number of dreams, and the small budget; dreams that filled the replay beforehand are counted. All policies are tried on
the same 512 days with faults that no training draws, beside the line's own control with tuned loops. Means over the seeds,
with the 95 % interval of Student's distribution. The usual shares of the curriculum were chosen by trials on these days of
three-tank and pasteuriser, so that for those two lines they are not wholly unseen.

- **success**: days on which at least half of what the fault costs today, above an ordinary day, is gone
- **dreams to uniform**: after how many dreams the mean over the seeds first comes to the success, or to the cost, that
  uniform random scenarios come to in the end
- **no worse**: days that cost no more than under today's control
- uniform random scenarios: every task drawn afresh, three dreams in ten on ordinary days
- the start at today's control: a trim over the line's loops; without it a policy of the same network drives the controls
  itself and begins by leaving them where they stand
- without replay: nothing comes back, and training begins without tasks out of the first dreams
- without curriculum: what comes back or is varied is chosen at random, not by the spread of its costs
- with more ordinary days: three dreams in ten, where the loop takes between one in eight and three in ten, by how much ordinary
  days differ (one in eight on three-tank and pasteuriser, three in ten on bottling)
- uniform with fewer ordinary days: one in eight
`

/** All tables, with what they show, in Markdown. */
export const documentOf = (results: readonly Result[]): string =>
  [
    preface,
    ...[...new Set(results.map(({ line }) => line))].map((line) => `## ${line}\n\n${tableOf(line, results)}\n`),
  ].join('\n')

function tableOf(line: string, results: readonly Result[]): string {
  const of = (variant: string) => results.filter((result) => result.line === line && result.variant === variant)
  const last = ({ points }: Result) => points.at(-1) as Point
  const goal = (figure: keyof Point) => average(of(reference).map((result) => last(result)[figure]))
  const [success, cost] = [goal('success'), goal('cost')]
  const rows = variants.map(({ name }) => {
    const all = of(name)
    const interval = (figure: keyof Point, scale: number, digits: number) => {
      const values = all.map((result) => scale * last(result)[figure])
      return `${average(values).toFixed(digits)} ± ${uncertainty(values).toFixed(digits)}`
    }
    return [
      name,
      thousands(average(all.map((result) => last(result).dreams))),
      interval('success', 100, 1),
      interval('cost', 1, 2),
      interval('trips', 100, 1),
      interval('noWorse', 100, 1),
      dreamsUntil(all, (points) => average(points.map((point) => point.success)) >= success),
      dreamsUntil(all, (points) => average(points.map((point) => point.cost)) <= cost),
    ]
  })
  const head = [
    'variant',
    'dreams',
    'success, %',
    'mean cost',
    'trips, %',
    'no worse, %',
    'dreams to uniform’s success',
    'to its cost',
  ]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const thousands = (count: number) => Math.round(count).toLocaleString('en-US')

/** After how many dreams what all seeds have come to first satisfies `isReached`. */
function dreamsUntil(results: readonly Result[], isReached: (points: readonly Point[]) => boolean): string {
  const [first] = results
  const point = first?.points.find((_, at) => isReached(results.map(({ points }) => points[at] as Point)))
  return point === undefined ? 'never' : thousands(point.dreams)
}

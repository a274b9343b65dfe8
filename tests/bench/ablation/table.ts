import type { Point } from './job.ts'
import { variants } from './variants.ts'

/** What became of one training. */
export interface Result {
  readonly line: string
  readonly variant: string
  readonly seed: number
  readonly points: readonly Point[]
}

/** 97.5 % quantiles of Student's distribution for 1, 2 and 3 degrees of freedom. */
const quantiles = [12.706, 4.303, 3.182]

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Half of the 95 % interval of a mean. */
function uncertainty(values: readonly number[]): number {
  const middle = average(values)
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
  return (quantiles[values.length - 2] ?? 2) * Math.sqrt(variance / values.length)
}

/** The table of one line in Markdown. */
export function tableOf(line: string, results: readonly Result[]): string {
  const of = (variant: string) => results.filter((result) => result.line === line && result.variant === variant)
  const last = ({ points }: Result) => points.at(-1) as Point
  const goal = average(of('uniform random scenarios').map((result) => last(result).success))
  const rows = variants.map(({ name }) => {
    const all = of(name)
    const interval = (figure: keyof Point, scale: number, digits: number) => {
      const values = all.map((result) => scale * last(result)[figure])
      return `${average(values).toFixed(digits)} ± ${uncertainty(values).toFixed(digits)}`
    }
    const reached = dreamsTo(goal, all)
    return [
      name,
      thousands(average(all.map((result) => last(result).dreams))),
      interval('success', 100, 1),
      reached === undefined ? 'never' : thousands(reached),
      interval('cost', 1, 2),
      interval('trips', 100, 1),
      interval('noWorse', 100, 1),
    ]
  })
  const head = [
    'variant',
    'dreams',
    'success, %',
    'dreams to the success of uniform',
    'mean cost',
    'trips, %',
    'no worse, %',
  ]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const thousands = (count: number) => Math.round(count).toLocaleString('en-US')

/** After how many dreams the mean over the seeds has come to a share of success. */
export function dreamsTo(goal: number, results: readonly Result[]): number | undefined {
  const [first] = results
  const index = first?.points.findIndex(
    (_, at) => average(results.map(({ points }) => (points[at] as Point).success)) >= goal,
  )
  return index === undefined || index < 0 ? undefined : first?.points[index]?.dreams
}

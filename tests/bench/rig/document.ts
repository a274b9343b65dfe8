import type { Calibration } from '../../../core/plant/calibration/calibration.ts'
import { parameterName } from '../../../core/plant/calibration/unknowns.ts'
import { kendall, ranksOf, spearman, type Tracking } from './ranking.ts'

/** What became of one controller on the rig and in the dreams of the line, calibrated and as written. */
export interface RigResult {
  readonly controller: string
  readonly faults: boolean
  readonly real: Tracking
  readonly calibrated: Tracking
  readonly written: Tracking
}

const models = ['calibrated', 'written'] as const
const measures = { mean: 'mean absolute error', rootMeanSquare: 'RMSE' } as const
type MeasureName = keyof typeof measures

const preface = (noises: number) => `# The rig's ranking of four controllers, in the dream

Written by \`npm run bench:rig\`. The two-heater rig of Kuntz and Rawlings (arXiv 2406.03760) ran four controllers for 5,100 s
each, once with steps of the set points and once with set points that stand and biases of sensors (±5 °C) and
actuators (±20 %) that come and go. Each is replayed in the causal model of \`assets/lines/tclab.line.yaml\`: the same law with
the same matrices, a scan a second, the log's set points, its biases as faults, and its first readings as the start. Errors are those of
the readings, of both temperatures together, in °C; in the dream, means over ${noises} draws of the line's noise and of its
wandering room.

- **calibrated**: sizes, losses, lags and the ambient temperature fitted to the whole of \`tclab_prbs.csv\`, an open-loop log of
  5,100 s, as \`dreamline calibrate\` does; nothing of the closed loops was used
- **as written**: the line file with the rig's published parameters
- in brackets: the rank among the four, 1 for the best
`

/** All tables, with what they show, in Markdown. */
export function documentOf(results: readonly RigResult[], calibration: Calibration, noises: number): string {
  const parts = [false, true].map((faults) => {
    const own = results.filter((result) => result.faults === faults)
    const title = faults ? 'Biases of sensors and actuators' : 'Steps of the set points, no faults'
    return [`## ${title}`, '', tableOf(own), '', correlationTable(own), '', ...differencesOf(own), ''].join('\n')
  })
  return [preface(noises), ...parts, parametersOf(calibration), ''].join('\n')
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const names = Object.keys(measures) as MeasureName[]

function tableOf(results: readonly RigResult[]): string {
  const head = names.flatMap((measure) =>
    ['rig', 'calibrated', 'as written'].map((of) => `${measures[measure]}, ${of}`),
  )
  const cells = names.flatMap((measure) =>
    (['real', ...models] as const).map((of) => {
      const values = results.map((result) => result[of][measure])
      return ranksOf(values).map((rank, index) => `${(values[index] as number).toFixed(3)} (${rank})`)
    }),
  )
  return table(
    ['controller', ...head],
    results.map(({ controller }, index) => [controller, ...cells.map((column) => column[index] as string)]),
  )
}

function correlationTable(results: readonly RigResult[]): string {
  const rows = names.flatMap((measure) =>
    models.map((model) => {
      const real = results.map((result) => result.real[measure])
      const dreamt = results.map((result) => result[model][measure])
      const off = real.map((value, index) => Math.abs((dreamt[index] as number) / value - 1))
      const [mean, most] = [off.reduce((sum, value) => sum + value, 0) / off.length, Math.max(...off)]
      const correlations = [spearman(real, dreamt), kendall(real, dreamt)].map((value) => value.toFixed(2))
      const figures = [mean, most].map((share) => `${(100 * share).toFixed(1)} %`)
      return [measures[measure], model === 'written' ? 'as written' : model, ...correlations, ...figures]
    }),
  )
  return table(['measure', 'model', 'Spearman', 'Kendall', 'off by, mean', 'off by, at most'], rows)
}

/** Which controllers change places, and by how much they differ on the rig and in the dream. */
function differencesOf(results: readonly RigResult[]): readonly string[] {
  const sentences = models.flatMap((model) =>
    names.flatMap((measure) =>
      results.flatMap((a, index) =>
        results.slice(index + 1).flatMap((b) => {
          const real = a.real[measure] - b.real[measure]
          const dreamt = a[model][measure] - b[model][measure]
          if (Math.sign(real) === Math.sign(dreamt)) return []
          const [better, worse] = real < 0 ? [a, b] : [b, a]
          const share = (difference: number, of: number) => `${((100 * Math.abs(difference)) / of).toFixed(1)} %`
          const which = model === 'written' ? 'line as written' : 'calibrated line'
          return [
            `- ${measures[measure]}, ${which}: ${worse.controller} passes ${better.controller}, which is better by ` +
              `${share(real, worse.real[measure])} on the rig and worse by ${share(dreamt, better[model][measure])} in the dream.`,
          ]
        }),
      ),
    ),
  )
  return sentences.length === 0
    ? ['No two controllers change places.']
    : ['Where they change places:', '', ...sentences]
}

function parametersOf({ parameters, fitted }: Calibration): string {
  const rows = parameters.map((parameter) => {
    const [low, high] = parameter.interval
    const values = [parameter.prior, parameter.value].map((value) => value.toPrecision(4))
    return [parameterName(parameter), ...values, `${low.toPrecision(4)} to ${high.toPrecision(4)}`]
  })
  const errors = fitted.map(({ signal, before, after }) => `${signal} ${before.toFixed(2)} to ${after.toFixed(2)} °C`)
  return [
    '## What was fitted',
    '',
    `In SI. The RMSE of a free run over the open-loop log falls: ${errors.join(', ')}.`,
    '',
    table(['parameter', 'line file', 'fitted', '95 % interval'], rows),
    '',
    'Four controllers make a short ranking: a Spearman of 1.00 has a chance of 1 in 24 with rankings drawn at random, and one of',
    'the four, which loses control, is last in any model that shows it. What tells more is how far the errors themselves',
    'are off.',
  ].join('\n')
}

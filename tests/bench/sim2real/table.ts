import { average, uncertainty } from '../student.ts'
import { type ArmName, arms } from './arms.ts'
import type { Scores } from './job.ts'

/** What became of one plant of a line. */
export interface Result {
  readonly line: string
  readonly seed: number
  readonly scores: Scores
}

const preface = `# From dreams to a plant

Written by \`npm run bench:sim2real\`. Every policy is tried on 512 days with faults and 512 without that no training draws, on
plants that are not as their line says: sizes and coefficients off by up to 25 %, dead time, lag and stiction in the actuators,
slower and noisier instruments, drifting surroundings (\`core/plant/served\`). Three plants a line, drawn by seed; a policy is
trained once for each. With faults: change of the mean cost against the line's own control on the same days, in per cent. Without:
the mean cost itself, which some plants' own control brings to nothing. Lower is better; means over the plants with the 95 %
interval of Student's distribution. The line's own loops are tuned in dreams of the line as it is written.

- **PPO on the plant**: from today's control on, over days that fail as often as training dreams do, which no plant would
  stand. Which iteration was best is looked up on 256 further days that are not counted
- **dreams alone**: the usual training in dreams of the line as it is written, with \`uncertainty: 25 %\`: every day of a dream
  has other sizes and coefficients
- **dreams, then the plant's log**: the same policy, trained on in dreams of the line that was fitted (\`calibrate\`) to a log of
  ordinary days under today's control, without a single fault in it
- **behaviour cloning**, **TD3+BC**: policies that drive the controls themselves, from a log of days under today's control
  that fail as often as training dreams do

PPO finds hardly anything in 80,000 scans, or worse than nothing, which the days that are not counted then undo: it ends about
where it began. To be as good as 80,000 real scans is here no more than to be as good as today's control.
`

/** All tables in Markdown. */
export const documentOf = (results: readonly Result[]): string =>
  [
    preface,
    ...[...new Set(results.map(({ line }) => line))].map((line) => {
      const of = results.filter((result) => result.line === line)
      return `## ${line}\n\n${tableOf(of)}\n\n${verdictOf(of)}\n`
    }),
  ].join('\n')

function tableOf(results: readonly Result[]): string {
  const rows = (Object.keys(arms) as ArmName[]).map((arm) => {
    const trips = results.map(({ scores }) => 100 * scores[arm].trips)
    return [
      arms[arm].name,
      arms[arm].real.toLocaleString('en-US'),
      interval(changes(results, arm), 1),
      interval(
        results.map(({ scores }) => scores[arm].ordinary),
        3,
      ),
      average(trips).toFixed(1),
    ]
  })
  const head = ['policy', 'real scans', 'with faults, %', 'cost without faults', 'days with faults that trip, %']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Of the mean cost of days with faults against the line's own control on the same plant, in per cent. */
const changes = (results: readonly Result[], arm: ArmName): readonly number[] =>
  results.map(({ scores }) => 100 * (scores[arm].faulty / scores.baseline.faulty - 1))

const interval = (values: readonly number[], digits: number) =>
  `${average(values).toFixed(digits)} ± ${uncertainty(values).toFixed(digits)}`

/** How dreams compare with many real scans, on days with faults. */
function verdictOf(results: readonly Result[]): string {
  const cost = (arm: ArmName) => average(results.map(({ scores }) => scores[arm].faulty / scores.baseline.faulty))
  const against = (arm: 'adapted' | 'dreams') => {
    const share = 100 * (cost(arm) / cost('many') - 1)
    return `${arms[arm].name} cost ${Math.abs(share).toFixed(1)} % ${share <= 0 ? 'less' : 'more'}`
  }
  const count = arms.many.real.toLocaleString('en-US')
  return `Beside PPO with ${count} real scans, on days with faults: ${against('dreams')}, ${against('adapted')}.`
}

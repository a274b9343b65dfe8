import type { Line } from '../../line/line.ts'
import { formatQuantity } from '../../line/quantity.ts'
import { type Evidence, objectionTo } from './evidence.ts'

/** One part of a model card: sentences, each of them a point of its own. */
export interface CardPart {
  readonly title: string
  readonly points: readonly string[]
}

/** What a policy is for, what it was trained on, how it was judged, and how far it can be trusted. */
export function modelCard(line: Line, isDirect: boolean, evidence: Evidence): readonly CardPart[] {
  const { training, verdict } = evidence
  const objection = objectionTo(evidence)
  const list = (tags: readonly { readonly tag: string }[]) => tags.map(({ tag }) => tag).join(', ')
  return [
    {
      title: 'What it is for',
      points: [
        ...(objection === undefined ? [] : [`${objection.toUpperCase()}.`]),
        isDirect
          ? `It drives ${list(line.controls)} of "${line.title}" itself, from the readings ${list(line.signals)}.`
          : `It corrects the readings ${list(line.signals)} and trims the controls ${list(line.controls)} of "${line.title}"; the line's own loops stay in charge.`,
        `It runs once every ${line.scan} s.`,
        ...line.goals.map(({ name }) => `Goal: ${name}.`),
        ...line.limits.map(
          ({ name, above, below, unit, trip }) =>
            `Limit: ${name}, ${above === undefined ? 'not below' : 'not above'} ${formatQuantity((above ?? below) as number, unit)}${trip ? ', which stops the line' : ''}.`,
        ),
      ],
    },
    {
      title: 'What it was trained on',
      points: [
        'Dreams of the line: a model compiled from the line file, with noise, disturbances and faults. No data of the plant proves that the plant is like it.',
        `Policy ${training.policy} of its study, trained by ${training.trainer}.`,
        ...training.settings.map(({ name, value }) => `${name}: ${value}.`),
        ...line.failures.map(
          ({ name, on, severity: [least, most], unit }) =>
            `Failure: ${name} on ${on}, severity ${formatQuantity(least, unit)} to ${formatQuantity(most, unit)}.`,
        ),
      ],
    },
    { title: 'How it was judged', points: judging(evidence) },
    {
      title: 'Where it is worse',
      points: verdict === null ? ['Nobody knows: it was never judged.'] : worseIn(verdict),
    },
    {
      title: 'What it must not be used for',
      points: [
        'It is no safety function and no part of one: trips, interlocks and relief stay where they are, after it.',
        'Another line, other instruments, or the same line after a change of equipment, ranges or gains of its loops.',
        'Failures and ways of running that the line file does not describe: start-up, shut-down, cleaning, manual steps.',
        'A controller whose REAL is not IEEE 754 of 32 bits, or another scan than the one it was judged with.',
      ],
    },
    {
      title: 'How far it can be trusted',
      points: [
        'What was judged is a simulation. The verdict holds for the line file, as far as that describes the plant.',
        'What was checked is that the blocks compute in a virtual PLC what was judged. No controller has run them: run the test bench on yours.',
        'Estimated scan times rest on assumptions that stand beside them; measure yours.',
        'Begin with AUTHORITY low, behind limits of your own, with somebody watching.',
      ],
    },
  ]
}

function judging({ verdict, judged }: Evidence): readonly string[] {
  if (verdict === null) return ['It was never judged.']
  const { scenarios, seed, sentence, faulty, faultFree } = verdict
  return [
    `${sentence}`,
    `${scenarios} days that it never trained on, the same for every controller (seed ${seed}), each set with faults and without${judged === null ? '' : `; judged ${judged.slice(0, 10)}`}.`,
    `With faults, against the line's own control: ${faulty.baseline.sentence}`,
    `With faults, against the classical rival: ${faulty.rival.sentence}`,
    `Without faults, against the line's own control: ${faultFree.baseline.sentence}`,
    `Without faults, against the classical rival: ${faultFree.rival.sentence}`,
  ]
}

function worseIn({ failures, worst, faulty, faultFree }: NonNullable<Evidence['verdict']>): readonly string[] {
  const change = (relative: number) => `${relative < 0 ? '' : '+'}${(100 * relative).toFixed(1)} %`
  const points = [
    ...(faulty.baseline.relative > 0
      ? [`On days with faults, by ${change(faulty.baseline.relative)} of the cost.`]
      : []),
    ...(faultFree.baseline.relative > 0
      ? [`On days without faults, by ${change(faultFree.baseline.relative)} of the cost.`]
      : []),
    ...failures
      .filter(({ verdict }) => verdict.relative > 0)
      .map(
        ({ name, verdict }) =>
          `${name}: cost ${change(verdict.relative)} (95 % interval ${verdict.interval.map(change).join(' to ')}), ${verdict.verdict}.`,
      ),
    ...(worst?.days ?? [])
      .filter(({ policy, baseline }) => policy.cost > baseline.cost)
      .map(
        ({ name, policy, baseline }) =>
          `The day of ${name}, found by a search for its worst: cost ${policy.cost.toPrecision(4)} instead of ${baseline.cost.toPrecision(4)}.`,
      ),
  ]
  return points.length === 0 ? ['On none of the days that were judged, on average.'] : points
}

/** As Markdown. Texts of the line file stay texts there. */
export function cardInMarkdown(title: string, parts: readonly CardPart[]): string {
  const lines = [
    `# ${markdownText(title)}`,
    ...parts.flatMap(({ title, points }) => [
      '',
      `## ${title}`,
      '',
      ...points.map((point) => `- ${markdownText(point)}`),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

const markdownText = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')

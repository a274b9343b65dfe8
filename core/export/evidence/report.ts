import type { Agreement } from '../agreement.ts'
import type { Manifest } from '../manifest.ts'
import { chart, intervals } from './chart.ts'
import { type Evidence, objectionTo, type Verdict } from './evidence.ts'
import { element, type Html, joined, page, table, text } from './html.ts'
import type { CardPart } from './model-card.ts'
import { operationKinds } from './operations.ts'

/** What an export is, and why it can be trusted that far, as one page to be read and printed. */
export function evidenceReport(
  title: string,
  manifest: Manifest,
  evidence: Evidence,
  card: readonly CardPart[],
): string {
  const objection = objectionTo(evidence)
  return page(`${title}: evidence of an export`, [
    element('h1', {}, `${title}: evidence of an export`),
    ...(objection === undefined ? [] : [element('p', { class: 'objection' }, objection.toUpperCase())]),
    element(
      'p',
      {},
      `Line ${manifest.line}, policy ${evidence.training.policy}, scan ${manifest.scan} s, Dreamline ${manifest.versions.dreamline}.`,
    ),
    ...judged(evidence.verdict),
    ...(evidence.charts.length === 0 ? [] : [element('h2', {}, 'Curves'), ...evidence.charts.map(chart)]),
    ...agreement(manifest),
    ...cost(manifest),
    element('h2', {}, 'Model card'),
    ...card.map(cardPart),
    element('h2', {}, 'Files'),
    table(
      ['File', 'SHA-256'],
      Object.entries(manifest.files).map(([name, hash]) => [name, element('code', {}, hash)]),
    ),
  ])
}

const cardPart = ({ title, points }: CardPart) =>
  joined([
    element('h3', {}, title),
    element(
      'ul',
      {},
      points.map((point) => element('li', {}, point)),
    ),
  ])

function judged(verdict: Verdict | null): readonly Html[] {
  if (verdict === null) return [element('h2', {}, 'Verdict'), element('p', {}, 'This policy was never judged.')]
  const standings = [
    ['With faults, against the baseline', verdict.faulty.baseline],
    ['With faults, against the rival', verdict.faulty.rival],
    ['Without faults, against the baseline', verdict.faultFree.baseline],
    ['Without faults, against the rival', verdict.faultFree.rival],
  ] as const
  return [
    element('h2', {}, 'Verdict'),
    element('p', {}, verdict.sentence),
    element(
      'p',
      {},
      `${verdict.scenarios} days that the policy never trained on, the same for every controller (seed ${verdict.seed}). Costs: lower is better.`,
    ),
    table(
      ['Comparison', 'Change of cost', '95 % interval', 'Verdict'],
      standings.map(([name, { relative, interval, verdict }]) => [
        name,
        percent(relative),
        interval.map(percent).join(' to '),
        marked(verdict, verdict),
      ]),
      ['Change of cost', '95 % interval'],
    ),
    intervals(
      'Change of cost and its 95 % interval; left of the line is better',
      standings.map(([name, { relative, interval }]) => ({ name, value: relative, interval })),
    ),
    ...measures('Measures on days with faults', verdict.measures.faulty),
    ...measures('Measures on days without faults', verdict.measures.faultFree),
    ...failureMatrix(verdict),
  ]
}

function measures(title: string, list: Verdict['measures']['faulty']): readonly Html[] {
  if (list.length === 0) return []
  const numbers = ['Baseline', 'Policy', 'Change', '95 % interval']
  const rows = list.map(({ name, unit, baseline, policy, change, interval }) => [
    unit === '' ? name : `${name}, ${unit}`,
    figure(baseline),
    figure(policy),
    figure(change),
    interval.map(figure).join(' to '),
  ])
  return [element('h3', {}, title), table(['Mean a day', ...numbers], rows, numbers)]
}

function failureMatrix({ failures }: Verdict): readonly Html[] {
  if (failures.length === 0) return []
  const numbers = ['Days', 'Baseline', 'Rival', 'Policy', 'Oracle', 'Head-room', 'Change', '95 % interval']
  return [
    element('h3', {}, 'Failure modes: mean cost under each controller'),
    table(
      ['Failure mode', ...numbers, 'Verdict'],
      failures.map(({ name, scenarios, baseline, rival, policy, oracle, headRoom, hasHeadRoom, verdict }) => [
        name,
        String(scenarios),
        ...[baseline, rival, policy, oracle].map(figure),
        hasHeadRoom ? percent(headRoom) : 'none',
        percent(verdict.relative),
        verdict.interval.map(percent).join(' to '),
        marked(verdict.verdict, verdict.verdict),
      ]),
      numbers,
    ),
    intervals(
      'Change of cost by failure mode and its 95 % interval; left of the line is better',
      failures.map(({ name, verdict }) => ({ name, value: verdict.relative, interval: verdict.interval })),
    ),
  ]
}

function agreement({ verification, testBench }: Manifest): readonly Html[] {
  const { openLoop, closedLoop, holds } = verification
  const rows = [
    ['Open loop', openLoop],
    ['Closed loop, side by side', closedLoop.together],
  ] as const
  const row = (name: string, { scans, largest, tolerance, holds }: Agreement) => [
    name,
    String(scans),
    figure(largest),
    figure(tolerance),
    marked(holds ? 'better' : 'worse', holds ? 'agrees' : 'DOES NOT AGREE'),
  ]
  const numbers = ['Scans', 'Largest difference', 'Tolerance']
  return [
    element('h2', {}, 'Do the blocks compute what was judged?'),
    element(
      'p',
      {},
      `${holds ? 'They do' : 'THEY DO NOT'}: in the virtual PLC (REAL of 32 bits) against the policy in ONNX Runtime. Differences are shares of the range.`,
    ),
    table(
      ['Check', ...numbers, 'Result'],
      [
        ...rows.map(([name, found]) => row(name, found)),
        [
          'Closed loop, two lines apart',
          String(closedLoop.apart.scans),
          figure(closedLoop.apart.largest),
          'none',
          'roundings grow where a line amplifies them',
        ],
        ['Test bench', String(testBench.scans), '', figure(testBench.tolerance), 'passed in the virtual PLC'],
      ],
      numbers,
    ),
    element('h3', {}, 'Open loop, by output'),
    table(
      ['Output', 'Unit', 'Largest difference', 'Of the range'],
      openLoop.differences.map(({ name, unit, largest, ofRange }) => [name, unit, figure(largest), figure(ofRange)]),
      ['Largest difference', 'Of the range'],
    ),
  ]
}

function cost({ operations, memory, scanTimes }: Manifest): readonly Html[] {
  return [
    element('h2', {}, 'What the blocks cost'),
    table(
      ['Operations of a scan, both blocks', 'Count'],
      operationKinds.map((kind) => [
        kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
        String(operations[kind]),
      ]),
      ['Count'],
    ),
    table(
      ['Memory', 'Bytes'],
      [
        ['Constants', String(memory.constants)],
        ['Variables that are kept', String(memory.retained)],
        ['Temporary variables', String(memory.temporary)],
      ],
      ['Bytes'],
    ),
    table(
      ['Controller', 'Operations a microsecond', 'Estimated scan, ms', 'Assumption'],
      scanTimes.map(({ controller, operationsPerMicrosecond, milliseconds, assumption }) => [
        controller,
        String(operationsPerMicrosecond),
        String(milliseconds),
        assumption,
      ]),
      ['Operations a microsecond', 'Estimated scan, ms'],
    ),
    element('p', {}, 'These times are estimates. None of them was measured.'),
  ]
}

const marked = (kind: string, content: string): Html =>
  kind === 'no worse' ? text(content) : element('span', { class: kind }, content)

const percent = (share: number) =>
  Number.isFinite(share) ? `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %` : 'unbounded'

const figure = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'unbounded')

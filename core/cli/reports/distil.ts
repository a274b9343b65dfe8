import type { DistilReport } from '../../engine/contract/distil.ts'
import { formatNumber } from '../number.ts'
import { formatDuration } from '../progress.ts'
import { left, right, type Section, tableSection } from '../sections.ts'

/** Rules that are printed; all of them stand in `rules.txt` beside an export. */
const shown = 8

export function distilReport(report: DistilReport, width: number): Section[] {
  const { from, policy, leaves, baseline, network, curve, rules, seconds } = report
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return [
    ...tableSection(
      'Size against loss, on days that nothing was fitted to',
      [left('Control'), right('Leaves'), right('Depth'), right('With faults'), right('Without'), right('Gain kept')],
      [
        ['today', '', '', formatNumber(baseline.faulty), formatNumber(baseline.faultFree), ''],
        [`network ${from}`, '', '', formatNumber(network.faulty), formatNumber(network.faultFree), percent(1)],
        ...curve.map((tree) => [
          'tree',
          String(tree.leaves),
          String(tree.depth),
          formatNumber(tree.faulty),
          formatNumber(tree.faultFree),
          percent(tree.kept),
        ]),
      ],
      width,
    ),
    {
      title: `Busiest rules of ${rules.length}`,
      body: rules
        .slice(0, shown)
        .map(({ number, tag, conditions, meaning, formula, mean, unit, failing, ordinary }) => {
          const when = conditions.length === 0 ? 'always' : `if ${conditions.join(', and ')}`
          const often = `${percent(failing)} of scans with faults, ${percent(ordinary)} of others`
          const size = `${formatNumber(mean)} ${unit}`.trim()
          return [
            `  ${number}. ${when}:`,
            `     ${meaning}; add to ${tag}: ${formula}`,
            `     acts in ${often}, ${size} on the mean`,
          ].join('\n')
        })
        .join('\n'),
    },
    {
      title: `Kept the tree of ${leaves} leaves as policy ${policy}, in ${formatDuration(seconds)}.`,
      body: 'Judge it, then export it with --policy tree.',
    },
  ]
}

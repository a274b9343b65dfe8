import type { Line } from '../line/line.ts'
import { activityText, rulesIn } from '../train/tree/rule-text.ts'
import { depthOf } from '../train/tree/tree.ts'
import type { ExportedRules } from './rules-program.ts'

/** The rules of a policy for people, grouped by what they decide on. */
export function rulesText(line: Line, { controller, numbers }: ExportedRules): string {
  const rules = rulesIn(controller, numbers)
  const depth = Math.max(0, ...controller.trees.map(({ root }) => depthOf(root)))
  const groups = controller.outputs.map((output) => ({
    output,
    own: rules.filter((rule) => rule.output === output),
  }))
  const silent = groups.filter(({ own }) => own.length === 0).map(({ output }) => output.tag)
  return [
    `${line.title}: ${rules.length} rules, at most ${depth} comparisons deep.`,
    `Of the rules for one signal or control exactly one acts in each scan, every ${line.scan} s.`,
    'Rules are numbered as in the comments of the function block. How often they act was counted in dreams.',
    ...(silent.length === 0 ? [] : [`No rules: ${silent.join(', ')}, left as they are.`]),
    ...groups.flatMap(({ output, own }) =>
      own.length === 0
        ? []
        : [
            '',
            `${output.tag} (${output.kind}, ${output.unit})`,
            ...own.flatMap(({ number, conditions, action, activity }) => [
              '',
              `  ${number}. ${conditions.length === 0 ? 'Always' : `If ${conditions.join(',\n     and ')}`}:`,
              `     ${action}.`,
              ...(activity === undefined ? [] : [`     It ${activityText(activity)}.`]),
            ]),
          ],
    ),
    '',
  ].join('\n')
}

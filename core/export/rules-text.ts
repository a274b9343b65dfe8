import type { Line } from '../line/line.ts'
import { activityText, quantityText, type RuleText, rulesIn } from '../train/tree/rule-text.ts'
import { depthOf, quantitiesIn } from '../train/tree/tree.ts'
import type { Quantity } from '../train/tree/words.ts'
import type { ExportedRules } from './rules-program.ts'

/** The rules of a policy for people, grouped by what they decide on, and what the quantities are that they speak of. */
export function rulesText(line: Line, { controller, numbers }: ExportedRules): string {
  const { trees, outputs, quantities } = controller
  const rules = rulesIn(controller, numbers)
  const depth = Math.max(0, ...trees.map(({ root }) => depthOf(root)))
  const groups = outputs.map((output) => ({ output, own: rules.filter((rule) => rule.output === output) }))
  const silent = groups.filter(({ own }) => own.length === 0).map(({ output }) => output.tag)
  const loud = groups.filter(({ own }) => own.length > 0)
  return [
    `${line.title}: ${rules.length} rules, at most ${depth} comparisons deep.`,
    `Of the rules for one signal or control exactly one acts in each scan, every ${line.scan} s.`,
    'Rules are numbered as in the comments of the function block. How often they act was counted in dreams.',
    ...(silent.length === 0 ? [] : [`No rules: ${silent.join(', ')}, left as they are.`]),
    ...loud.flatMap(({ output, own }) => [
      '',
      `${output.tag} (${output.kind}, ${output.unit})`,
      ...own.flatMap((rule) => ['', ...linesOf(rule)]),
    ]),
    '',
    'What the rules speak of',
    '',
    ...quantitiesIn(trees).map((row) => {
      const quantity = quantities[row] as Quantity
      return `  ${quantity.name}: ${quantityText(quantity)}`
    }),
    '',
  ].join('\n')
}

function linesOf({ number, conditions, meaning, formula, output, activity }: RuleText): readonly string[] {
  return [
    `  ${number}. ${conditions.length === 0 ? 'Always' : `If ${conditions.join(',\n     and ')}`}:`,
    `     ${meaning}.`,
    `     Add to ${output.tag}: ${formula}`,
    ...(activity === undefined ? [] : [`     It ${activityText(activity, output)}.`]),
  ]
}

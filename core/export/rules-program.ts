import type { Output } from '../train/tree/outputs.ts'
import { activityText, quantityText, rulesIn } from '../train/tree/rule-text.ts'
import { isBranch, leavesOf, type Node, quantitiesIn } from '../train/tree/tree.ts'
import type { TreeController } from '../train/tree/tree-policy.ts'
import type { Quantity } from '../train/tree/words.ts'
import { type WrittenLeaf, writtenLeaf } from '../train/tree/written.ts'
import { comment, declareReal } from './declare.ts'
import { atomOf, type Expression, literal, minus, plus, times } from './operations.ts'
import type { PolicyGraph } from './policy.ts'
import { declaration, type ProgramText, place, writeProgram } from './program.ts'
import { realLiteral } from './structured-text.ts'

/** Rules that are exported, with the numbers of their leaves. */
export interface ExportedRules {
  readonly controller: TreeController
  readonly numbers: Float32Array
}

/** What the graph computes besides what the rules decide: the next memory, and the distance from what training met. */
const isBesides = (output: string) => output.startsWith('next ') || output === 'distance'

/**
 * A policy of rules as Structured Text that reads as its rules do: what they speak of comes out of the graph, in the units
 * of the line file, and then one IF for each output, with a comment at each of its ends. Computes what the graph does.
 */
export function writeRules(
  { outputs, record, line }: PolicyGraph,
  { controller, numbers }: ExportedRules,
  nameOf: (tag: string) => string,
): ProgramText {
  const { quantities, trees } = controller
  const besides = Object.entries(outputs).filter(([name]) => isBesides(name))
  const seen = record.quantities
  if (seen === undefined) throw new TypeError(`${controller.name} does not say what its rules speak of`)
  const front = writeProgram({ quantities: seen, ...Object.fromEntries(besides) }, nameOf)
  const nameOfQuantity = ({ name }: Quantity) => nameOf(name)
  const leaves = leavesOf(trees)
  const written = leaves.map((leaf) => writtenLeaf(leaf, controller.outputs, quantities, numbers))
  const used = quantitiesIn(trees)
  const texts = rulesIn(controller, numbers)
  let next = 0
  const leafText = (output: Output): readonly string[] => {
    const index = next++
    const { number, meaning, activity } = texts[index]!
    const often = activity === undefined ? '' : `; ${activityText(activity, output)}`
    return [
      comment(`rule ${number}: ${meaning}${often}`),
      `${nameOf(ruleName(output))} := ${sumOf(written[index]!, (row) => nameOfQuantity(quantities[row]!)).text};`,
    ]
  }
  // Leaves are numbered from below to above, so their texts are made in that order and put together in another.
  const nodeText = (node: Node, output: Output): readonly string[] => {
    if (!isBranch(node)) return leafText(output)
    const { quantity, threshold } = node
    const below = nodeText(node.below, output)
    const above = nodeText(node.above, output)
    const name = nameOfQuantity(quantities[quantity]!)
    const limit = realLiteral(threshold)
    return isBranch(node.above) && !isBranch(node.below)
      ? branchText(`${name} <= ${limit}`, below, above, true)
      : branchText(`${name} > ${limit}`, above, below, isBranch(node.below))
  }
  const ruled = trees.map(({ output, root }) => {
    const decided = controller.outputs[output]!
    return [comment(headingOf(decided)), ...nodeText(root, decided)]
  })
  const inSi = controller.outputs.map((output, row) => {
    const value = trees.some((tree) => tree.output === row) ? siOf(output, nameOf(ruleName(output))) : '0.0'
    const signals = output.kind === 'correction' ? 0 : controller.outputs.length - line.controls.length
    const count = output.kind === 'correction' ? line.signals.length : line.controls.length
    const start = output.kind === 'direct' ? `${realLiteral(line.controls[row]!.start)} + ` : ''
    return `${place(nameOf(output.kind), count, row - signals)} := ${start}${value};`
  })
  return {
    constants: front.constants,
    variables: [
      ...front.variables,
      ...used.map((row) => declareReal(nameOfQuantity(quantities[row]!), quantityText(quantities[row]!))),
      ...trees.map(({ output }) =>
        declareReal(nameOf(ruleName(controller.outputs[output]!)), headingOf(controller.outputs[output]!)),
      ),
      ...Object.entries(outputs)
        .filter(([name]) => !isBesides(name))
        .map(([name, { rows }]) => declaration(nameOf(name), rows)),
    ],
    statements: [
      ...front.statements,
      '',
      comment('what the rules speak of'),
      ...used.map(
        (row) => `${nameOfQuantity(quantities[row]!)} := ${place(nameOf('quantities'), quantities.length, row)};`,
      ),
      ...ruled.flatMap((lines) => ['', ...lines]),
      '',
      comment('SI again'),
      ...inSi,
    ],
  }
}

const ruleName = ({ tag, kind }: Output) => `${tag} ${kind} rule`

const unitText = (unit: string) => (unit === '' ? 'no unit' : unit)

function headingOf({ tag, kind, unit }: Output): string {
  const texts = {
    correction: `what is added to ${tag} as the loops see it`,
    trim: `what is added to what the loops ask of ${tag}`,
    direct: `how far ${tag} goes from where it starts`,
  }
  return `${texts[kind]}, ${unitText(unit)}`
}

/** An IF; where its second part is one too, the two become one with an ELSIF. */
function branchText(
  condition: string,
  first: readonly string[],
  second: readonly string[],
  isChained: boolean,
): readonly string[] {
  const body = (lines: readonly string[]) => lines.map((line) => `  ${line}`)
  const rest = isChained ? [`ELS${second[0]}`, ...second.slice(1)] : ['ELSE', ...body(second), 'END_IF;']
  return [`IF ${condition} THEN`, ...body(first), ...rest]
}

/** A leaf's constant and terms. */
function sumOf({ constant, terms }: WrittenLeaf, nameOf: (quantity: number) => string): Expression {
  return terms.reduce<Expression>((sum, { quantity, factor }) => {
    if (factor === 0) return sum
    const product = times(literal(Math.abs(factor)), atomOf(nameOf(quantity)))
    return factor < 0 ? minus(sum, product) : plus(sum, product)
  }, literal(constant))
}

/** In SI and within reach. */
function siOf({ step, writtenStep, reach }: Output, name: string): string {
  const factor = step / writtenStep
  const bound = realLiteral(reach)
  return `LIMIT(-${bound}, ${name}${factor === 1 ? '' : ` * ${realLiteral(factor)}`}, ${bound})`
}

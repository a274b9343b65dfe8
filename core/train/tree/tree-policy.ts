import type { Controller } from '../../dream/controller.ts'
import type { Observer } from '../../dream/observer.ts'
import { add, greater, multiply } from '../../graph/elementwise.ts'
import { constant, named } from '../../graph/leaf.ts'
import { matmul } from '../../graph/matrix.ts'
import { gatherRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'
import type { Trainable } from '../policy.ts'
import { decided, type Output, outputsOf } from './outputs.ts'
import { createQuantities } from './quantities.ts'
import { type Branch, isBranch, leavesOf, type Node, numbersOf, type PlacedLeaf, type Tree } from './tree.ts'
import type { Quantity } from './words.ts'

/** How a leaf acts: in which share of the scans with a fault, in which of all others, and how much it adds on the mean. */
export interface Activity {
  readonly failing: number
  readonly ordinary: number
  /** In the unit of its output. */
  readonly mean: number
}

/** Trees, and how often each of their leaves acts. */
export interface RuleBook {
  readonly trees: readonly Tree[]
  readonly activity: readonly Activity[]
}

/** A controller that decides by rules, which can be read. */
export interface TreeController extends Controller, RuleBook {
  readonly quantities: readonly Quantity[]
  readonly outputs: readonly Output[]
}

export const isTreeController = (controller: Controller): controller is TreeController => 'trees' in controller

/** Decision trees as a policy, whose flat vector holds the numbers of the leaves. */
export interface TreePolicy extends Trainable {
  readonly controller: TreeController
}

/**
 * A policy out of decision trees: one for each output that has any, over `createQuantities`. Its record holds the
 * `quantities` and which leaf acts (`acting`, [leaves, lanes], 1 for one leaf of each tree).
 */
export function createTreePolicy(line: Line, observer: Observer, { trees, activity }: RuleBook): TreePolicy {
  const pipeline = createQuantities(line, observer)
  const outputs = outputsOf(line)
  const controller: TreeController = {
    name: 'tree',
    trees,
    activity,
    quantities: pipeline.list,
    outputs,
    memory: pipeline.memory,
    parameters: numbersOf(trees),
    noise: 0,
    decide: (view) => {
      const { features, quantities, memory } = pipeline.compute(view)
      const { steps, acting } = followed(trees, outputs.length, features, quantities, view.parameters as Tensor)
      return { ...decided(line, steps), memory, record: { quantities, acting } }
    },
  }
  return { controller, draw: () => new Float32Array(numbersOf(trees)) }
}

/**
 * Trees as products of matrices (Nakandala et al., Hummingbird, 2020, strategy GEMM): all comparisons at once; a leaf acts
 * where as many of them as its depth went its way. Gives the outputs in steps, [outputs, lanes], zero for those without a
 * tree, and which leaves act.
 */
export function followed(
  trees: readonly Tree[],
  outputs: number,
  features: Tensor,
  quantities: Tensor,
  numbers: Tensor,
): { readonly steps: Tensor; readonly acting: Tensor } {
  const leaves = leavesOf(trees)
  const acting = named(actingIn(trees, leaves, quantities), 'acting')
  const matrix = (columns: number, at: (leaf: PlacedLeaf, column: number) => number) =>
    constant(
      leaves.flatMap((leaf) => Array.from({ length: columns }, (_, column) => at(leaf, column))),
      leaves.length,
      columns,
    )
  const constants = gatherRows(
    numbers,
    leaves.map(({ at }) => at),
  )
  const terms = leaves.flatMap(({ leaf, at }) =>
    leaf.terms.map((quantity, index) => ({ quantity, at: at + 1 + index })),
  )
  const ofLeaf = (placed: PlacedLeaf, number: number) =>
    number > placed.at && number <= placed.at + placed.leaf.terms.length
  const sums =
    terms.length === 0
      ? constants
      : add(
          matmul(
            matrix(terms.length, (leaf, column) => (ofLeaf(leaf, terms[column]?.at as number) ? 1 : 0)),
            multiply(
              gatherRows(
                numbers,
                terms.map(({ at }) => at),
              ),
              gatherRows(
                features,
                terms.map(({ quantity }) => quantity),
              ),
            ),
          ),
          constants,
        )
  const chosen = constant(
    Array.from({ length: outputs }, (_, output) => leaves.map((leaf) => (leaf.output === output ? 1 : 0))).flat(),
    outputs,
    leaves.length,
  )
  return { steps: named(matmul(chosen, multiply(acting, sums)), 'steps'), acting }
}

/** 1 for the leaf of each tree that acts, [leaves, lanes]. */
function actingIn(trees: readonly Tree[], leaves: readonly PlacedLeaf[], quantities: Tensor): Tensor {
  const branches = trees.flatMap(({ root }, tree) => branchesIn(root).map((branch) => ({ branch, tree })))
  if (branches.length === 0) return constant([1], leaves.length, quantities.lanes)
  const isAbove = greater(
    gatherRows(
      quantities,
      branches.map(({ branch }) => branch.quantity),
    ),
    constant(
      branches.map(({ branch }) => branch.threshold),
      branches.length,
      1,
    ),
  )
  const way = leaves.map(({ tree, path }) => {
    // The n-th comparison on the way to a leaf is that of the branch reached by those before.
    const row = new Array<number>(branches.length).fill(0)
    let node = trees[tree]?.root as Node
    for (const { isAbove } of path) {
      const branch = node as Branch
      row[branches.findIndex((candidate) => candidate.branch === branch)] = isAbove ? 1 : -1
      node = isAbove ? branch.above : branch.below
    }
    return row
  })
  const votes = matmul(constant(way.flat(), leaves.length, branches.length), isAbove)
  const needed = leaves.map(({ path }) => path.filter(({ isAbove }) => isAbove).length - 0.5)
  return greater(votes, constant(needed, leaves.length, 1))
}

function branchesIn(node: Node): readonly Branch[] {
  return isBranch(node) ? [node, ...branchesIn(node.below), ...branchesIn(node.above)] : []
}

/** A rule's end: a constant and a few terms, quantities by their row. Its numbers lie in the parameters of the tree. */
export interface Leaf {
  readonly terms: readonly number[]
}

/** Goes `above` where the quantity lies above the threshold, in its own unit, and `below` where it does not. */
export interface Branch {
  readonly quantity: number
  readonly threshold: number
  readonly below: Node
  readonly above: Node
}

export type Node = Leaf | Branch

/** Rules for one output of a policy: a signal's correction, or a control's trim. Outputs without rules do nothing. */
export interface Tree {
  readonly output: number
  readonly root: Node
}

/** Trees with the numbers of their leaves, as `leavesOf` orders them. */
export interface NumberedTrees {
  readonly trees: readonly Tree[]
  readonly numbers: Float32Array
}

/** What leads to a leaf. */
export interface Condition {
  readonly quantity: number
  readonly threshold: number
  readonly isAbove: boolean
}

/** A leaf, where its numbers begin (a constant, then a factor for each term), and the way to it from the root. */
export interface PlacedLeaf {
  readonly tree: number
  readonly output: number
  readonly leaf: Leaf
  readonly at: number
  readonly path: readonly Condition[]
}

export const isBranch = (node: Node): node is Branch => 'threshold' in node

/** The leaves of some trees, from below to above, in the order of their numbers in the flat vector. */
export function leavesOf(trees: readonly Tree[]): readonly PlacedLeaf[] {
  let at = 0
  const found: PlacedLeaf[] = []
  trees.forEach(({ output, root }, tree) => {
    const visit = (node: Node, path: readonly Condition[]): void => {
      if (!isBranch(node)) {
        found.push({ tree, output, leaf: node, at, path })
        at += 1 + node.terms.length
        return
      }
      const { quantity, threshold } = node
      visit(node.below, [...path, { quantity, threshold, isAbove: false }])
      visit(node.above, [...path, { quantity, threshold, isAbove: true }])
    }
    visit(root, [])
  })
  return found
}

/** Length of the flat vector. */
export const numbersOf = (trees: readonly Tree[]): number =>
  leavesOf(trees).reduce((sum, { leaf }) => sum + 1 + leaf.terms.length, 0)

/** Rows of the quantities that trees speak of, rising. */
export function quantitiesIn(trees: readonly Tree[]): readonly number[] {
  const rows = leavesOf(trees).flatMap(({ path, leaf }) => [...path.map(({ quantity }) => quantity), ...leaf.terms])
  return [...new Set(rows)].sort((a, b) => a - b)
}

/** Index of the leaf of a tree that a scan with these quantities belongs to, counted within the tree. */
export function leafAt({ root }: Tree, quantity: (row: number) => number): number {
  let node = root
  let before = 0
  while (isBranch(node)) {
    const isAbove = quantity(node.quantity) > Math.fround(node.threshold)
    if (isAbove) before += countOf(node.below)
    node = isAbove ? node.above : node.below
  }
  return before
}

const countOf = (node: Node): number => (isBranch(node) ? countOf(node.below) + countOf(node.above) : 1)

export const depthOf = (node: Node): number =>
  isBranch(node) ? 1 + Math.max(depthOf(node.below), depthOf(node.above)) : 0

/** What a tag was found under; `exact` where a name is the tag to the letter. */
export interface Guess<Node> {
  readonly node: Node
  readonly exact: boolean
}

interface Known {
  readonly names: readonly string[]
}

/** A tag without what plants write differently: `LT-101`, `lt_101` and `LT 101` are one. */
const normalised = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The last part of a path such as `Area1.Tank.LT-101` or `"DB1"."LT-101"`. */
const lastPart = (name: string) => name.split(/[./\\|:]/).at(-1) ?? name

/**
 * The node that goes by one of a tag's spellings: to the letter, or else alike. Undefined where none does, and where
 * several do equally well: the engineer has to choose.
 */
export function guessNode<Node extends Known>(
  spellings: readonly string[],
  nodes: readonly Node[],
): Guess<Node> | undefined {
  const wanted = spellings.map(normalised)
  const ways: readonly [exact: boolean, fits: (name: string) => boolean][] = [
    [true, (name) => spellings.includes(name)],
    [false, (name) => wanted.includes(normalised(name))],
    [false, (name) => wanted.includes(normalised(lastPart(name)))],
  ]
  for (const [exact, fits] of ways) {
    const fitting = nodes.filter(({ names }) => names.some(fits))
    if (fitting.length === 1) return { node: fitting[0]!, exact }
    if (fitting.length > 1) return undefined
  }
  return undefined
}

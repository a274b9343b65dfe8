import { nodeAt, treeOf } from '../../document/tree.ts'

/** A scenario that the line file keeps, with its faults in words. */
export interface KeptScenario {
  readonly name: string
  readonly faults: readonly string[]
}

/** The scenarios that the text of a line keeps; those half written are left out. */
export function keptScenarios(text: string): readonly KeptScenario[] {
  const { root } = treeOf(text)
  const textAt = (...path: (string | number)[]) => {
    const node = nodeAt(root, path)
    return node?.form === 'text' ? node.text : ''
  }
  const count = (...path: (string | number)[]) => {
    const node = nodeAt(root, path)
    return node === undefined || node.form === 'text' ? 0 : node.items.length
  }
  return Array.from({ length: count('scenarios') }, (_, place) => ({
    name: textAt('scenarios', place, 'name'),
    faults: Array.from({ length: count('scenarios', place, 'faults') }, (_, fault) =>
      ['failure', 'onset', 'severity']
        .map((key) => textAt('scenarios', place, 'faults', fault, key))
        .filter(Boolean)
        .join(', '),
    ),
  })).filter(({ name }) => name !== '')
}

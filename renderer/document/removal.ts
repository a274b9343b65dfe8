import { unchain } from './connections.ts'
import type { Kinds } from './kinds.ts'
import { type Named, type Role, referencesIn } from './references.ts'
import { remove } from './remove.ts'
import { nodeAt, type Path, treeOf } from './tree.ts'
import { failureName, viewLine } from './view.ts'

const roleOf: Readonly<Record<string, Role>> = {
  components: 'component',
  signals: 'signal',
  controls: 'control',
  loops: 'loop',
}

/** The entry, item or fault that a path lies in. */
const ownerOf = (path: Path): Path => (path[0] === 'scenarios' ? path.slice(0, 4) : path.slice(0, 2))

const keyOf = (path: Path) => JSON.stringify(path)

/**
 * What goes with the entries at `paths`: everything that names one of them and would be wrong without it, and so on. The
 * entries themselves come first.
 */
export function goesWith(text: string, paths: readonly Path[]): readonly Path[] {
  const { root } = treeOf(text)
  const references = referencesIn(root)
  const { failures } = viewLine(text)
  const nameOf = ([section, name]: Path): Named | undefined => {
    if (section === 'failures') return { role: 'failure', name: failureName(failures[Number(name)] ?? {}) }
    const role = roleOf[String(section)]
    return role && { role, name: String(name) }
  }
  const gone = new Map(paths.map((path) => [keyOf(path), path]))
  // A map grows while it is gone through: what refers to what is found later is found as well.
  for (const path of gone.values()) {
    const named = nameOf(path)
    if (named === undefined || (path.length > 2 && path[0] !== 'failures')) continue
    for (const reference of references) {
      if (reference.role !== named.role || reference.name !== named.name) continue
      const owner = ownerOf(reference.path)
      if (!gone.has(keyOf(owner))) gone.set(keyOf(owner), owner)
    }
  }
  return [...gone.values()]
}

/** Removes entries with everything that names them: a tank with its instruments, their loops, and the chains through it. */
export function removeEntries(text: string, kinds: Kinds, paths: readonly Path[]): string {
  const tags = new Set(paths.flatMap(([section, name]) => (section === 'components' ? [String(name)] : [])))
  const gone = goesWith(text, paths)
  const { root } = treeOf(text)
  const empty = viewLine(text).scenarios.flatMap((_, index): Path[] => {
    const faults = nodeAt(root, ['scenarios', index, 'faults'])
    const count = gone.filter(
      ([section, place, field]) => section === 'scenarios' && place === index && field === 'faults',
    ).length
    return faults?.form === 'list' && count > 0 && faults.items.length === count ? [['scenarios', index]] : []
  })
  return remove(tags.size === 0 ? text : unchain(text, kinds, tags), [...gone, ...empty])
}

import { chainOf, linksOf } from './chain.ts'
import { renameKey, rewrite } from './edit.ts'
import { type Named, referencesIn, unnamedFailures } from './references.ts'
import { type Path, treeOf } from './tree.ts'
import { viewLine } from './view.ts'

const sectionOf = { component: 'components', signal: 'signals', control: 'controls', loop: 'loops' } as const

export type Tagged = keyof typeof sectionOf

/** Gives a component, signal, control or loop another tag, here and wherever it is named. */
export function rename(text: string, role: Tagged, from: string, to: string): string {
  const { root } = treeOf(text)
  const failures = role === 'component' || role === 'signal' ? failuresOn(text, role, from) : new Map<string, string>()
  const references = referencesIn(root).flatMap((reference): [Path, string][] => {
    if (reference.role === 'failure') {
      const mode = failures.get(reference.name)
      return mode === undefined ? [] : [[reference.path, `${to} ${mode}`]]
    }
    return reference.role === role && reference.name === from ? [[reference.path, `${to}${reference.rest}`]] : []
  })
  const chains = role === 'component' ? renamedChains(text, from, to) : []
  return renameKey(rewrite(text, [...references, ...chains]), [sectionOf[role], from], to)
}

/** Failures of a tag that are called after it: their names, and the modes in them. */
function failuresOn(text: string, role: Named['role'], tag: string): ReadonlyMap<string, string> {
  const { root } = treeOf(text)
  const isThis = referencesIn(root).some(
    (reference) => reference.path[0] === 'failures' && reference.role === role && reference.name === tag,
  )
  if (!isThis) return new Map()
  return new Map(
    unnamedFailures(root).flatMap(({ on, mode }) => (on === tag ? [[`${on} ${mode}`, mode] as const] : [])),
  )
}

function renamedChains(text: string, from: string, to: string): [Path, string][] {
  return viewLine(text).chains.flatMap((chain, place): [Path, string][] => {
    const links = linksOf(chain)
    if (!links.some(({ tag }) => tag === from)) return []
    return [[['connections', place], chainOf(links.map((link) => (link.tag === from ? { ...link, tag: to } : link)))]]
  })
}

/** Sends every fault of a scenario that names one failure to another name. */
export function renameFailure(text: string, from: string, to: string): string {
  return rewrite(
    text,
    referencesIn(treeOf(text).root).flatMap(({ role, name, path }) =>
      role === 'failure' && name === from ? [[path, to] as const] : [],
    ),
  )
}

import { type Node, nodeAt, type Path, type Scalar } from './tree.ts'

/** What a name in a line file can name. */
export type Role = 'component' | 'signal' | 'control' | 'loop' | 'failure'

export interface Named {
  readonly role: Role
  readonly name: string
}

/** A place that names something that is defined elsewhere, and would make no sense without it. */
interface Reference extends Named {
  readonly path: Path
  readonly at: Scalar
  /** What stands behind the name: `.level`, or the mode of a failure that has no name of its own. */
  readonly rest: string
}

/** What a dotted place names: a component's, or a loop's. */
function dotted(text: string, loops: ReadonlySet<string>): Named & { readonly rest: string } {
  const dot = text.indexOf('.')
  const name = text.slice(0, dot)
  return { role: loops.has(name) ? 'loop' : 'component', name, rest: text.slice(dot) }
}

/** Every reference between the entries of a line, but for the chains of its connections. */
export function referencesIn(root: Node): readonly Reference[] {
  const keys = (section: string) => {
    const node = nodeAt(root, [section])
    return node === undefined || node.form === 'text' ? [] : node.items.flatMap(({ key }) => (key ? [key.text] : []))
  }
  const length = (...path: Path) => {
    const node = nodeAt(root, path)
    return node?.form === 'list' ? node.items.length : 0
  }
  const components = new Set(keys('components'))
  const loops = new Set(keys('loops'))
  const found: Reference[] = []
  const plain = (role: Role, ...path: Path) => {
    const at = nodeAt(root, path)
    if (at?.form === 'text' && at.text !== '') found.push({ role, name: at.text, rest: '', path, at })
  }
  const place = (...path: Path) => {
    const at = nodeAt(root, path)
    if (at?.form !== 'text' || at.text === '') return
    if (at.text.includes('.')) found.push({ ...dotted(at.text, loops), path, at })
    else if (at.text !== 'ambient') found.push({ role: 'signal', name: at.text, rest: '', path, at })
  }
  for (const name of keys('signals')) place('signals', name, 'of')
  for (const name of keys('controls')) place('controls', name, 'drives')
  for (const name of keys('loops')) {
    plain('signal', 'loops', name, 'signal')
    plain('control', 'loops', name, 'control')
  }
  for (const name of keys('goals')) {
    plain('loop', 'goals', name, 'track')
    for (const aim of ['keep', 'minimise', 'maximise']) place('goals', name, aim)
  }
  for (const name of keys('limits')) place('limits', name, 'of')
  for (const name of keys('disturbances')) place('disturbances', name, 'of')
  for (let index = 0; index < length('failures'); index++) {
    const on = nodeAt(root, ['failures', index, 'on'])
    if (on?.form === 'text') plain(components.has(on.text) ? 'component' : 'signal', 'failures', index, 'on')
  }
  for (let scenario = 0; scenario < length('scenarios'); scenario++) {
    for (let fault = 0; fault < length('scenarios', scenario, 'faults'); fault++) {
      plain('failure', 'scenarios', scenario, 'faults', fault, 'failure')
    }
  }
  return found
}

/** Failures that have no name of their own, and the name that their tag and mode give them. */
export function unnamedFailures(
  root: Node,
): readonly { readonly index: number; readonly on: string; readonly mode: string }[] {
  const failures = nodeAt(root, ['failures'])
  if (failures?.form !== 'list') return []
  return failures.items.flatMap(({ value }, index) => {
    const [name, on, mode] = ['name', 'on', 'mode'].map((field) => nodeAt(value, [field]))
    return name === undefined && on?.form === 'text' && mode?.form === 'text'
      ? [{ index, on: on.text, mode: mode.text }]
      : []
  })
}

import { itemAt, type Node, nodeAt, type Path, treeOf } from './tree.ts'

/** Fields as they are written; those of a record inside it under a path such as `medium.density`. */
export type Fields = Readonly<Record<string, string>>

/** An entry by its tag or name, or an item by its place in its list. */
export interface Entry {
  readonly name: string
  readonly fields: Fields
}

/** One fault of a scenario. */
export interface KeptScenario {
  readonly name: string
  readonly faults: readonly Fields[]
}

/** What a text says of a line, as far as it can be told: nothing in here is checked. */
export interface LineDocument {
  /** False while the text is no YAML: it can be looked at, but not edited by parts. */
  readonly whole: boolean
  /** `title`, `scan`, `medium.density` and so on. */
  readonly head: Fields
  readonly components: readonly Entry[]
  /** Chains such as `F-101 > P-101 > T-101`. */
  readonly chains: readonly string[]
  readonly signals: readonly Entry[]
  readonly controls: readonly Entry[]
  readonly loops: readonly Entry[]
  readonly goals: readonly Entry[]
  readonly limits: readonly Entry[]
  readonly disturbances: readonly Entry[]
  readonly failures: readonly Fields[]
  readonly scenarios: readonly KeptScenario[]
  readonly policy: Fields
}

export type EntrySection = 'components' | 'signals' | 'controls' | 'loops' | 'goals' | 'limits' | 'disturbances'

const itemsOf = (node: Node | undefined) => (node === undefined || node.form === 'text' ? [] : node.items)

const textOf = (node: Node | undefined): string => (node?.form === 'text' ? node.text : '')

function fieldsOf(node: Node | undefined, before = ''): Fields {
  const fields: Record<string, string> = {}
  for (const { key, value } of itemsOf(node)) {
    if (key === undefined) continue
    const name = `${before}${key.text}`
    if (value.form === 'text') fields[name] ??= value.text
    else if (value.form === 'map') Object.assign(fields, fieldsOf(value, `${name}.`))
  }
  return fields
}

const entriesOf = (node: Node | undefined): readonly Entry[] => {
  const entries = new Map<string, Entry>()
  for (const { key, value } of itemsOf(node)) {
    if (key !== undefined && !entries.has(key.text)) entries.set(key.text, { name: key.text, fields: fieldsOf(value) })
  }
  return [...entries.values()]
}

/** Fields of the line itself: what stands at the top of the file and is no section. */
function headOf(root: Node): Fields {
  const fields = itemsOf(root).flatMap(({ key, value }) =>
    key === undefined || value.form !== 'text' ? [] : [[key.text, value.text] as const],
  )
  return { ...Object.fromEntries(fields), ...fieldsOf(itemAt(root, 'medium')?.value, 'medium.') }
}

export function viewLine(text: string): LineDocument {
  const { root, whole } = treeOf(text)
  const at = (...path: Path) => nodeAt(root, path)
  const entries = (section: EntrySection) => entriesOf(at(section))
  return {
    whole,
    head: headOf(root),
    components: entries('components'),
    chains: itemsOf(at('connections')).map(({ value }) => textOf(value)),
    signals: entries('signals'),
    controls: entries('controls'),
    loops: entries('loops'),
    goals: entries('goals'),
    limits: entries('limits'),
    disturbances: entries('disturbances'),
    failures: itemsOf(at('failures')).map(({ value }) => fieldsOf(value)),
    scenarios: itemsOf(at('scenarios')).map(({ value }) => ({
      name: textOf(itemAt(value, 'name')?.value),
      faults: itemsOf(itemAt(value, 'faults')?.value).map((fault) => fieldsOf(fault.value)),
    })),
    policy: fieldsOf(at('policy')),
  }
}

/** What scenarios call a failure. */
export const failureName = ({ name, on = '', mode = '' }: Fields): string => name ?? `${on} ${mode}`

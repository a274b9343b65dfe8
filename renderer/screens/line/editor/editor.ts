import { createStore, type StoreApi } from 'zustand/vanilla'

/** Words for the engineer: a key of the `line` texts with its values. */
interface Remark {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** What the engineer looks at; the line itself is in the study. */
export interface Editor {
  readonly tab: 'diagram' | 'yaml'
  /** Tags of components. */
  readonly selected: readonly string[]
  /** Of connections, as `edgeId` gives them. */
  readonly selectedEdges: readonly string[]
  /** Entries whose fields are shown, as `signals.LT-101`. */
  readonly opened: ReadonlySet<string>
  /** A field to go to, or a line of the text; a new object asks anew. */
  readonly sought: { readonly path: string; readonly line?: number } | undefined
  /** Components to bring into view; a new object asks anew. */
  readonly centred: { readonly tags: readonly string[] } | undefined
  readonly remark: Remark | undefined
}

export type EditorStore = StoreApi<Editor>

export const createEditor = (): EditorStore =>
  createStore(() => ({
    tab: 'diagram',
    selected: [],
    selectedEdges: [],
    opened: new Set(['line']),
    sought: undefined,
    centred: undefined,
    remark: undefined,
  }))

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each, index) => each === b[index])

export function select(editor: EditorStore, tags: readonly string[], edges: readonly string[] = []): void {
  const { selected, selectedEdges } = editor.getState()
  if (sameList(selected, tags) && sameList(selectedEdges, edges)) return
  editor.setState({ selected: tags, selectedEdges: edges })
}

/** Selects components and brings them into view. */
export function show(editor: EditorStore, tags: readonly string[]): void {
  select(editor, tags)
  editor.setState({ tab: 'diagram', centred: { tags } })
}

export function toggle(editor: EditorStore, entry: string, isOpen: boolean): void {
  const opened = new Set(editor.getState().opened)
  if (isOpen) opened.add(entry)
  else opened.delete(entry)
  editor.setState({ opened })
}

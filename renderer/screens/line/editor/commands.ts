import type { Diagram } from '../../../../core/engine/window/contract.ts'
import { addComponent, type Clipping, clip, paste } from '../../../document/components.ts'
import { connect, disconnect } from '../../../document/connections.ts'
import type { End } from '../../../document/edges.ts'
import { add, renameKey } from '../../../document/edit.ts'
import { setField } from '../../../document/fields.ts'
import { portsFit } from '../../../document/ports-fit.ts'
import { goesWith, removeEntries } from '../../../document/removal.ts'
import { rename, type Tagged } from '../../../document/rename.ts'
import { tagsOf } from '../../../document/tags.ts'
import type { Path } from '../../../document/tree.ts'
import type { EntrySection, Fields } from '../../../document/view.ts'
import type { App } from '../../../state/app.ts'
import { type Alignment, aligned } from '../diagram/align.ts'
import { edgeId } from '../diagram/elements.ts'
import { free, grid, onGrid } from '../diagram/layout.ts'
import { symbolOf } from '../symbols/symbol-of.tsx'
import { type EditorStore, select, toggle } from './editor.ts'
import type { Situation } from './situation.ts'

/** What was copied last, here or in another study. */
let clipping: { readonly clipping: Clipping; readonly places: Diagram } | undefined

export type Commands = ReturnType<typeof createCommands>

/** Everything an engineer does to a line on its screen; each is one step of undo. */
export function createCommands(app: App, editor: EditorStore, situationOf: () => Situation) {
  const study = () => app.study.getState()
  const remark = (key: string, values?: Readonly<Record<string, string | number>>) =>
    editor.setState({ remark: values ? { key, values } : { key } })

  /** Edits the text, and the diagram with it; says so where the text cannot be edited by parts. */
  function edit(change: (text: string, situation: Situation) => { readonly text: string; readonly diagram?: Diagram }) {
    const situation = situationOf()
    if (!situation.document.whole) return remark('notWhole')
    study().edit(change(study().text, situation))
  }

  function put(copied: NonNullable<typeof clipping>, by: number) {
    edit((text, { kinds, places, symbols }) => {
      const { text: pasted, tags } = paste(text, kinds, copied.clipping)
      const diagram: Record<string, readonly [number, number]> = { ...places }
      for (const [old, tag] of tags) {
        const [x, y] = copied.places[old] ?? [0, 0]
        diagram[tag] = free([x + by, y + by], tag, symbols, places)
      }
      select(editor, [...tags.values()])
      remark('pasted', { count: tags.size })
      return { text: pasted, diagram }
    })
  }

  function copied(): typeof clipping {
    const { selected } = editor.getState()
    const { kinds, places } = situationOf()
    return selected.length === 0 ? undefined : { clipping: clip(study().text, kinds, new Set(selected)), places }
  }

  function copy() {
    clipping = copied() ?? clipping
    const { selected } = editor.getState()
    if (selected.length > 0) remark('copied', { count: selected.length })
  }

  /** Removes what is selected, with everything that refers to it. */
  function remove() {
    const { selected, selectedEdges } = editor.getState()
    if (selected.length === 0 && selectedEdges.length === 0) return
    edit((text, { kinds, edges, places }) => {
      const cut = disconnect(
        text,
        kinds,
        edges.filter((edge) => selectedEdges.includes(edgeId(edge))),
      )
      const paths = selected.map((tag): Path => ['components', tag])
      const others = goesWith(cut, paths).length - paths.length
      const gone = new Set(selected)
      select(editor, [])
      remark(others === 0 ? 'removed' : 'removedWith', { count: selected.length + selectedEdges.length, others })
      return {
        text: paths.length === 0 ? cut : removeEntries(cut, kinds, paths),
        diagram: Object.fromEntries(Object.entries(places).filter(([tag]) => !gone.has(tag))),
      }
    })
  }

  return {
    /** Puts a component of a kind with its middle at a place of the diagram. */
    add(kind: string, [x, y]: readonly [number, number]) {
      edit((text, { kinds, symbols, places }) => {
        const symbol = symbolOf(kind, kinds.get(kind))
        const added = addComponent(text, kind)
        const at = [onGrid(x - symbol.width / 2), onGrid(y - symbol.height / 2)] as const
        const place = free(at, added.tag, new Map([...symbols, [added.tag, symbol]]), places)
        select(editor, [added.tag])
        remark('added', { tag: added.tag })
        return { text: added.text, diagram: { ...places, [added.tag]: place } }
      })
    },

    move(moved: Diagram) {
      const { places } = situationOf()
      study().edit({ diagram: { ...places, ...moved } }, 'move')
    },

    align(how: Alignment) {
      const { places, symbols } = situationOf()
      study().edit({ diagram: { ...places, ...aligned(how, editor.getState().selected, symbols, places) } })
    },

    /** Lays everything out again. */
    arrange: () => study().edit({ diagram: {} }),

    copy,

    paste() {
      if (clipping) put(clipping, 4 * grid)
    },

    duplicate() {
      const now = copied()
      if (now) put(now, 4 * grid)
    },

    cut() {
      copy()
      remove()
    },

    remove,

    connect(a: End, b: End) {
      edit((text, { kinds, byTag, edges }) => {
        const reason = portsFit({ ...a, kind: byTag.get(a.tag) }, { ...b, kind: byTag.get(b.tag) }, edges)
        if (reason) remark(`reason.${reason.key}`, reason.values)
        else remark('connected', { a: `${a.tag}.${a.port}`, b: `${b.tag}.${b.port}` })
        return { text: reason ? text : connect(text, kinds, a, b) }
      })
    },

    disconnect(id: string) {
      edit((text, { kinds, edges }) => ({
        text: disconnect(
          text,
          kinds,
          edges.filter((edge) => edgeId(edge) === id),
        ),
      }))
    },

    rename(role: Tagged, from: string, to: string) {
      edit((text, { places }) => {
        const renamed = rename(text, role, from, to)
        if (role !== 'component') return { text: renamed }
        select(editor, [to])
        return {
          text: renamed,
          diagram: Object.fromEntries(Object.entries(places).map(([tag, at]) => [tag === from ? to : tag, at])),
        }
      })
    },

    /** Gives an entry that nothing refers to another name. */
    renameEntry: (path: Path, to: string) => edit((text) => ({ text: renameKey(text, path, to) })),

    /** Whether a tag is in use. */
    isTaken: (tag: string) => tagsOf(situationOf().document).has(tag),

    setField: (path: Path, value: string) => edit((text) => ({ text: setField(text, path, value) })),

    addEntry(section: EntrySection, name: string, fields: Fields) {
      edit((text) => ({ text: add(text, [section], { [name]: fields }) }))
      toggle(editor, `${section}.${name}`, true)
      editor.setState({ sought: { path: `${section}.${name}` } })
    },

    removeEntry(path: Path) {
      edit((text, { kinds }) => {
        const others = goesWith(text, [path]).length - 1
        remark(others === 0 ? 'removed' : 'removedWith', { count: 1, others })
        return { text: removeEntries(text, kinds, [path]) }
      })
    },
  }
}

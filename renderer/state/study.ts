import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Diagram, LineModel, LineReading, StudyState, WindowEngine } from '../../core/engine/window/contract.ts'
import type { Drafts } from './drafts.ts'
import type { Messages } from './messages.ts'

/** The line as it is being written: what undo goes back to. */
interface Version {
  readonly text: string
  readonly diagram: Diagram
}

export interface StudyStore extends Version {
  /** What is open; undefined before the first study. */
  readonly open: StudyState | undefined
  readonly past: readonly Version[]
  readonly future: readonly Version[]
  /** `conflict`: the file on disk has changed meanwhile, and `theirs` is what it says. */
  readonly saved: 'saved' | 'changed' | 'saving' | 'failed' | 'conflict'
  readonly theirs: { readonly text: string; readonly revision: string } | undefined
  /** What the text says; lags behind it by a moment. */
  readonly reading: LineReading | undefined
  /** The last text that had no problems. */
  readonly model: LineModel | undefined

  show(study: StudyState): void
  close(): Promise<void>
  /** One step of undo. Changes with the same `merge` that follow each other quickly are one step, such as typing. */
  edit(change: Partial<Version>, merge?: string): void
  undo(): void
  redo(): void
  /** Keeps what is in the window, or takes what is on disk; the other stays in the undo history. */
  resolve(keep: 'mine' | 'theirs'): void
  changedOnDisk(text: string, revision: string): void
  /** Writes now what is not on disk yet; resolves when it is tried. */
  save(): Promise<void>
}

const empty = {
  open: undefined,
  text: '',
  diagram: {},
  past: [],
  future: [],
  saved: 'saved',
  theirs: undefined,
  reading: undefined,
  model: undefined,
} as const satisfies Partial<StudyStore>

/** Waits, ms: until a pause in writing is worth reading, and worth saving; edits closer than the last are one step. */
const readAfter = 120
const saveAfter = 700
const oneStep = 1000
const mostSteps = 500

export function createStudyStore(
  engine: WindowEngine,
  messages: StoreApi<Messages>,
  drafts: Drafts,
): StoreApi<StudyStore> {
  let reading: ReturnType<typeof setTimeout> | undefined
  let saving: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> | undefined
  let lastMerge: { readonly key: string; readonly at: number } | undefined

  return createStore((set, get) => {
    const read = async () => {
      const { text, open } = get()
      try {
        const result = await engine.readLine({ text })
        if (get().text !== text || get().open?.name !== open?.name) return
        set(result.model ? { reading: result, model: result.model } : { reading: result })
      } catch (error) {
        messages.getState().fail(error)
      }
    }

    const later = () => {
      clearTimeout(reading)
      reading = setTimeout(read, readAfter)
      clearTimeout(saving)
      saving = setTimeout(() => void get().save(), saveAfter)
    }

    const write = async (open: StudyState) => {
      const { text, diagram } = get()
      set({ saved: 'saving' })
      try {
        const result = await engine.saveLine({ study: open.name, text, revision: open.revision })
        if (result.saved) await engine.saveDiagram({ study: open.name, diagram })
        if (get().open?.name !== open.name) return
        if (!result.saved) {
          set({ theirs: result, saved: 'conflict' })
          return
        }
        const changed = get().text !== text || get().diagram !== diagram
        if (!changed) drafts.drop(open.name)
        set({ open: { ...open, revision: result.revision }, saved: changed ? 'changed' : 'saved' })
      } catch (error) {
        // What was written stays in the window; the next edit tries again.
        set({ saved: 'failed' })
        messages.getState().fail(error)
      }
    }

    const goTo = (version: Version, history: Pick<StudyStore, 'past' | 'future'>) => {
      const { open, saved } = get()
      set({ ...version, ...history, saved: saved === 'conflict' ? 'conflict' : 'changed' })
      if (open !== undefined) drafts.keep(open.name, version.text)
      later()
    }

    return {
      ...empty,
      show(open) {
        clearTimeout(saving)
        lastMerge = undefined
        set({ ...empty, open, text: open.text, diagram: open.diagram })
        void read()
        const draft = drafts.find(open.name)
        drafts.drop(open.name)
        if (draft === undefined || draft === open.text) return
        messages
          .getState()
          .ask('draft', { name: open.name }, { label: 'restore', run: () => get().edit({ text: draft }) })
      },
      async close() {
        const { open } = get()
        if (open === undefined) return
        await get().save()
        set(empty)
        await engine.closeStudy({ study: open.name })
      },
      edit(change, merge) {
        const { text, diagram, past } = get()
        const version = { text, diagram, ...change }
        if (version.text === text && version.diagram === diagram) return
        const now = Date.now()
        const merges = merge !== undefined && lastMerge?.key === merge && now - lastMerge.at < oneStep
        lastMerge = merge === undefined ? undefined : { key: merge, at: now }
        goTo(version, { past: merges ? past : [...past.slice(-mostSteps), { text, diagram }], future: [] })
      },
      undo() {
        const { text, diagram, past, future } = get()
        const before = past.at(-1)
        lastMerge = undefined
        if (before) goTo(before, { past: past.slice(0, -1), future: [{ text, diagram }, ...future] })
      },
      redo() {
        const { text, diagram, past, future } = get()
        const [after, ...rest] = future
        lastMerge = undefined
        if (after) goTo(after, { past: [...past, { text, diagram }], future: rest })
      },
      resolve(keep) {
        const { theirs, open, text, diagram, past } = get()
        if (theirs === undefined || open === undefined) return
        set({ theirs: undefined, saved: 'changed', open: { ...open, revision: theirs.revision } })
        if (keep === 'theirs') goTo({ text: theirs.text, diagram }, { past: [...past, { text, diagram }], future: [] })
        later()
      },
      changedOnDisk(text, revision) {
        const { open } = get()
        if (open === undefined || revision === open.revision) return
        if (text === get().text) {
          set({ open: { ...open, revision } })
        } else {
          clearTimeout(saving)
          set({ theirs: { text, revision }, saved: 'conflict' })
        }
      },
      async save() {
        clearTimeout(saving)
        // Two writes at once would take each other for a change on disk.
        await writing
        const { open, saved } = get()
        if (open === undefined || open.readOnly !== undefined || (saved !== 'changed' && saved !== 'failed')) return
        writing = write(open)
        await writing
      },
    }
  })
}

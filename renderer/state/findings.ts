import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DreamReport } from '../../core/engine/contract.ts'
import type { ExportCard, PolicyCard, RunCard, WindowEngine } from '../../core/engine/window/contract.ts'
import type { Messages } from './messages.ts'
import type { StudyStore } from './study.ts'

/** What has been found out in the study that is open; lists come newest first. */
export interface Findings {
  /** The study it belongs to; undefined until it has been read. */
  readonly study: string | undefined
  readonly runs: readonly RunCard[]
  readonly policies: readonly PolicyCard[]
  readonly exports: readonly ExportCard[]
  /** The latest dream run that ended well. */
  readonly dream: DreamReport | null
  /** Reads it again. */
  refresh(): Promise<void>
}

const nothing = { study: undefined, runs: [], policies: [], exports: [], dream: null } as const

/** Follows the study that is open: what was found belongs to one study, and is outdated once its line has changed. */
export function createFindings(
  engine: WindowEngine,
  study: StoreApi<StudyStore>,
  messages: StoreApi<Messages>,
): StoreApi<Findings> {
  const isOpen = (name: string) => study.getState().open?.name === name

  const findings = createStore<Findings>((set) => ({
    ...nothing,
    async refresh() {
      const name = study.getState().open?.name
      if (name === undefined) return
      try {
        const [runs, policies, exports, dream] = await Promise.all([
          engine.runs({ study: name }),
          engine.policies({ study: name }),
          engine.exports({ study: name }),
          engine.dreamReport({ study: name }),
        ])
        if (isOpen(name)) set({ study: name, runs, policies, exports, dream })
      } catch (error) {
        if (isOpen(name)) messages.getState().fail(error)
      }
    },
  }))

  study.subscribe(({ open }, { open: before }) => {
    const isOther = open?.name !== before?.name
    if (isOther) findings.setState(nothing)
    if (isOther || open?.revision !== before?.revision) void findings.getState().refresh()
  })
  return findings
}

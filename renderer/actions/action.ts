import type { App } from '../state/app.ts'

/** Something an engineer can do from anywhere: in the palette, by its shortcut, or by a button. */
export interface Action {
  readonly id: string
  /** Key of its name among the `actions` texts. */
  readonly label: string
  /** `Mod` is Ctrl, and ⌘ on a Mac: `Mod+Shift+Z`. */
  readonly shortcut?: string
  /** Whether it makes sense now. */
  when(app: App): boolean
  run(app: App): void | Promise<void>
}

export const hasStudy = (app: App) => app.study.getState().open !== undefined

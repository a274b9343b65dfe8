import type { Action } from './action.ts'
import { copyStudy } from './copy-study.ts'
import { redo, save, undo } from './history.ts'
import { switchLanguage, switchTheme } from './look.ts'
import { goToScreens, goToSettings, goToStart } from './navigation.ts'
import { playback } from './playback.ts'

/** What the palette lists and shortcuts reach. */
export const actions: readonly Action[] = [
  ...goToScreens,
  goToStart,
  goToSettings,
  undo,
  redo,
  save,
  copyStudy,
  ...playback,
  switchTheme,
  switchLanguage,
]

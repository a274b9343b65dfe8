import { screens } from '../state/route.ts'
import { type Action, hasStudy } from './action.ts'

/** Alt and a number go to a screen, in the order of the job. */
export const goToScreens: readonly Action[] = screens.map((screen, index) => ({
  id: `go ${screen}`,
  label: `go.${screen}`,
  shortcut: `Alt+${index + 1}`,
  when: hasStudy,
  run: (app) => app.route.getState().go(screen),
}))

export const goToStart: Action = {
  id: 'go start',
  label: 'go.start',
  shortcut: 'Alt+0',
  when: () => true,
  run: (app) => app.route.getState().go('start'),
}

export const goToSettings: Action = {
  id: 'go settings',
  label: 'go.settings',
  shortcut: 'Mod+,',
  when: () => true,
  run: (app) => app.route.getState().go('settings'),
}

import { type Action, hasStudy } from './action.ts'

export const undo: Action = {
  id: 'undo',
  label: 'undo',
  shortcut: 'Mod+Z',
  when: (app) => app.study.getState().past.length > 0,
  run: (app) => app.study.getState().undo(),
}

export const redo: Action = {
  id: 'redo',
  label: 'redo',
  shortcut: 'Mod+Shift+Z',
  when: (app) => app.study.getState().future.length > 0,
  run: (app) => app.study.getState().redo(),
}

export const save: Action = {
  id: 'save',
  label: 'save',
  shortcut: 'Mod+S',
  when: hasStudy,
  run: (app) => app.study.getState().save(),
}

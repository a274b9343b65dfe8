import type { Action } from './action.ts'

export const switchTheme: Action = {
  id: 'switch theme',
  label: 'theme',
  when: () => true,
  run: (app) => {
    const { settings, change } = app.settings.getState()
    return change({ theme: settings.theme === 'dark' ? 'light' : 'dark' })
  },
}

export const switchLanguage: Action = {
  id: 'switch language',
  label: 'language',
  when: () => true,
  run: (app) => {
    const { settings, change } = app.settings.getState()
    return change({ language: settings.language === 'de' ? 'en' : 'de' })
  },
}

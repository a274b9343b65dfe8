import i18next from 'i18next'
import { useEffect, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { languageOf } from '../text/words.ts'
import { useApp } from './use-app.ts'

const darkQuery = '(prefers-color-scheme: dark)'

/** Whether the window is dark now. */
function useDark(): boolean {
  const theme = useStore(useApp().settings, ({ settings }) => settings.theme)
  const systemDark = useSyncExternalStore(
    (changed) => {
      const query = matchMedia(darkQuery)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(darkQuery).matches,
  )
  return theme === 'system' ? systemDark : theme === 'dark'
}

/** Keeps theme and language of the page as the settings say. */
export function useLook(): void {
  const language = useStore(useApp().settings, ({ settings }) => languageOf(settings.language))
  const dark = useDark()
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }, [dark])
  useEffect(() => {
    document.documentElement.lang = language
    void i18next.changeLanguage(language)
  }, [language])
}

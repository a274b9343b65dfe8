import { useSyncExternalStore } from 'react'

const root = () => document.documentElement

function onChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(root(), { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** The theme of the page, for what is painted and so does not follow the style sheet by itself. */
export const useTheme = () =>
  useSyncExternalStore(onChange, () => (root().dataset.theme === 'dark' ? ('dark' as const) : ('light' as const)))

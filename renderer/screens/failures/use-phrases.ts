import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** What the engine says of failure modes, in the language of the window; in its own words where there is no translation. */
export function usePhrases(): (english: string) => string {
  const { t } = useTranslation('modes')
  return useCallback((english) => t(english, { defaultValue: english, keySeparator: false, nsSeparator: false }), [t])
}

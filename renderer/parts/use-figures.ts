import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Figures, figuresFor } from './figures.ts'

/** Numbers as the language of the window writes them. */
export function useFigures(): Figures {
  const { language } = useTranslation().i18n
  return useMemo(() => figuresFor(language), [language])
}

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countsFor, occurrenceOf } from './occurrence.ts'

/** Writes occurrences a year for people: once in 40 years. */
export function useOccurrence(): (perYear: number) => string {
  const { t, i18n } = useTranslation('results')
  const { language } = i18n
  const countText = useMemo(() => countsFor(language), [language])
  return (perYear) => {
    const { key, count } = occurrenceOf(perYear)
    return t(`occurs.${key}`, { figure: countText(count) })
  }
}

import { useTranslation } from 'react-i18next'
import { countText, occurrenceOf } from './occurrence.ts'

/** Writes occurrences a year for people: once in 40 years. */
export function useOccurrence(): (perYear: number) => string {
  const { t, i18n } = useTranslation('results')
  return (perYear) => {
    const { key, count } = occurrenceOf(perYear)
    return t(`occurs.${key}`, { figure: countText(count, i18n.language) })
  }
}

import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** The name of a quantity or an actuator in the language of the window. */
export function useQuantityName(): (name: string) => string {
  const { t } = useTranslation('kinds')
  return useCallback((name) => t(`field ${name}`, { defaultValue: name }), [t])
}

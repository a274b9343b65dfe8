import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Film } from '../../../core/engine/window/contract.ts'
import type { SceneWords } from '../../scene/scene.ts'
import { happeningText } from './happening-text.ts'
import { liveValue } from './live-value.ts'
import { useQuantityName } from './quantity-name.ts'

/** What a view of a film says, in the language of the window. */
export function useSceneWords(controller: Film['controller']): SceneWords {
  const { t, i18n } = useTranslation('watch')
  const quantity = useQuantityName()
  return useMemo(
    () => ({
      picture: t('picture', { controller: t(`side.${controller}`) }),
      machine: {
        running: t('machine.running'),
        starved: t('machine.starved'),
        blocked: t('machine.blocked'),
        down: t('machine.down'),
        stopped: t('machine.stopped'),
      },
      value: (value, unit) => `${liveValue(value, i18n.language)} ${unit}`,
      quantity,
      trouble: (event) => happeningText(event, t),
      tripped: (event) => t('tripped', { name: event.name }),
    }),
    [t, i18n.language, quantity, controller],
  )
}

import { useTranslation } from 'react-i18next'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import styles from './shared.module.css'
import { useHindrance } from './use-job.ts'

/** Says why nothing can be run, and leads to where that can be changed. */
export function Hindrance() {
  const app = useApp()
  const { t } = useTranslation('results')
  const hindrance = useHindrance()
  if (hindrance === undefined) return null
  return (
    <p className={styles.notice} role="status">
      <span>▲ {t(`hindrance.${hindrance}`)}</span>
      {hindrance === 'problems' && (
        <Button onPress={() => app.route.getState().go('line')}>{t('hindrance.toLine')}</Button>
      )}
    </p>
  )
}

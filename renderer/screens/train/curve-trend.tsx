import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Trend } from '../../parts/trend.tsx'
import { overlaid, type Told } from './compared-curves.ts'
import styles from './train.module.css'

/** Cost or validation of one run or of several, with the band of their seeds. */
export function CurveTrend({ name, told }: { readonly name: 'cost' | 'validation'; readonly told: readonly Told[] }) {
  const { t } = useTranslation('train')
  const { steps, curves } = useMemo(() => overlaid(told, name), [told, name])
  return (
    <div>
      <Trend label={t(name)} x={steps} xTitle={t('steps')} unit="" curves={curves} height={190} />
      <p className={styles.quiet}>{t(`${name}Help`)}</p>
    </div>
  )
}

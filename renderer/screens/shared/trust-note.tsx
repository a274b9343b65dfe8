import { useTranslation } from 'react-i18next'
import type { Trust } from '../../../core/engine/contract/trust.ts'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './shared.module.css'
import { trustKind } from './trust.ts'

/** How far what was dreamt can be trusted, by logs of the plant. */
export function TrustNote({ trust }: { readonly trust: Trust | undefined }) {
  const { t } = useTranslation('results')
  const { duration } = useFigures()
  return (
    <p className={styles.trust}>
      {t(`trust.${trustKind(trust)}`, {
        horizon: duration(trust?.horizon ?? Number.NaN),
        whole: duration(trust?.whole ?? Number.NaN),
        logs: trust?.logs.join(', '),
        first: trust?.first,
      })}
    </p>
  )
}

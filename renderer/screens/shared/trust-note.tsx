import { useTranslation } from 'react-i18next'
import type { Trust } from '../../../core/engine/contract/trust.ts'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './shared.module.css'
import { logNames, trustKind } from './trust.ts'

/** How far what was dreamt can be trusted, by logs of the plant. */
export function TrustNote({ trust }: { readonly trust: Trust | undefined }) {
  const { t } = useTranslation('results')
  const { number } = useFigures()
  const minutes = (seconds = Number.NaN) => number(seconds / 60)
  return (
    <p className={styles.trust}>
      {t(`trust.${trustKind(trust)}`, {
        horizon: minutes(trust?.horizon),
        whole: minutes(trust?.whole),
        logs: logNames(trust?.logs ?? []),
        first: trust?.first,
      })}
    </p>
  )
}

import { useTranslation } from 'react-i18next'
import { stepOf } from './chain.ts'
import styles from './dream.module.css'

/** What followed from the faults, from top to bottom. */
export function CauseChain({ chain }: { readonly chain: readonly string[] }) {
  const { t } = useTranslation('dream')
  return (
    <ol className={styles.chain}>
      {chain.map(stepOf).map(({ at, kind, values }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: links have no other name than their place.
        <li key={index} className={kind === 'trips' || kind === 'crossed' ? styles.harm : undefined}>
          <time>{at}</time>
          <span>{t(`step.${kind}`, values)}</span>
        </li>
      ))}
    </ol>
  )
}

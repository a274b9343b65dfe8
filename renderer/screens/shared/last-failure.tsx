import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RunCard } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import styles from './shared.module.css'
import { useJob } from './use-job.ts'

/** Says that the latest run of a kind failed: what is shown beside it is older. */
export function LastFailure({ kind }: { readonly kind: Exclude<RunCard['kind'], 'replay'> }) {
  const { t } = useTranslation('results')
  const job = useJob(kind)
  const run = useStore(useApp().findings, ({ runs }) => runs.find((candidate) => candidate.kind === kind))
  if (job !== undefined || run?.status !== 'failed') return null
  return (
    <p className={styles.notice} role="status">
      <span>
        ▲ {t('failed', { run: run.id })} {run.message}
      </span>
    </p>
  )
}

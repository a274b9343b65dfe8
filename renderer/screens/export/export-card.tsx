import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportCard as Card } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Facts } from '../../parts/facts.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './export.module.css'
import { FileList } from './file-list.tsx'
import { type Tolerances, tolerancesIn } from './tolerances.ts'

/** One export: what was written, how it was checked, and its files. */
export function ExportCard({ study, card }: { readonly study: string; readonly card: Card }) {
  const { engine } = useApp()
  const { t } = useTranslation('export')
  const figures = useFigures()
  const [tolerances, setTolerances] = useState<Tolerances>()
  const { run, name, report, target, policy, ended } = card
  const { directory, files, openLoopDifference, closedLoopDifference, verified } = report
  const hasManifest = files.includes('manifest.json')
  useEffect(() => {
    if (!hasManifest) return
    engine
      .exportFile({ study, run, file: 'manifest.json' })
      .then((bytes) => setTolerances(tolerancesIn(new TextDecoder().decode(bytes))))
      // The card tells what it can without them.
      .catch(() => {})
  }, [engine, study, run, hasManifest])
  const difference = (largest: number, tolerance: number | undefined) =>
    tolerance === undefined
      ? t('difference', { largest: figures.share(largest) })
      : t('differenceOf', { largest: figures.share(largest), tolerance: figures.share(tolerance) })
  return (
    <article className={styles.card} aria-label={name}>
      <header>
        <h2>{name}</h2>
        <span className={styles.quiet}>
          {target
            .split(',')
            .map((each) => t(`targetIs.${each}`, { defaultValue: each }))
            .join(', ')}{' '}
          · {t('results:policyNumber', { id: policy })} · {figures.moment(ended)}
        </span>
      </header>
      <p className={verified ? styles.verified : styles.refused}>
        {verified ? '✓' : '▲'} {t(verified ? 'verified' : 'notVerified')}
      </p>
      <Facts
        facts={[
          {
            term: t('openLoop'),
            value: difference(openLoopDifference, tolerances?.openLoop),
            help: t('openLoopHelp'),
          },
          {
            term: t('closedLoop'),
            value: difference(closedLoopDifference, tolerances?.closedLoop),
            help: t('closedLoopHelp'),
          },
          { term: t('folder'), value: <code className={styles.path}>{directory}</code> },
        ]}
      />
      {files.length === 0 ? (
        <p className={styles.refused}>▲ {t('gone')}</p>
      ) : (
        <FileList study={study} run={run} files={files} />
      )}
    </article>
  )
}

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunCard } from '../../../core/engine/window/contract.ts'
import { CurveTrend } from './curve-trend.tsx'
import { differencesOf } from './run-differences.ts'
import styles from './train.module.css'
import { useCurves } from './use-curves.ts'

/** Curves of the chosen trainings over each other, and how their set-ups differ. */
export function Compared({ runs }: { readonly runs: readonly RunCard[] }) {
  const { t } = useTranslation('train')
  const curves = useCurves(runs.map(({ id }) => id))
  const told = useMemo(
    () => [...curves].map(([run, curves]) => ({ title: t('runNumber', { run }), curves })),
    [curves, t],
  )
  if (runs.length === 0) return <p className={styles.quiet}>{t('compareHelp')}</p>
  const differences = differencesOf(runs)
  return (
    <section className={styles.compared} aria-label={t('compare')}>
      <div className={styles.trends}>
        <CurveTrend name="validation" told={told} />
        <CurveTrend name="cost" told={told} />
      </div>
      {differences.length === 0 ? (
        <p className={styles.quiet}>{t('alike')}</p>
      ) : (
        <table className={styles.table}>
          <caption>{t(runs.length === 1 ? 'setUp' : 'differences')}</caption>
          <thead>
            <tr>
              <td />
              {runs.map(({ id }) => (
                <th key={id} scope="col">
                  {t('runNumber', { run: id })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differences.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{t(`settingIs.${name}`, { defaultValue: name })}</th>
                {values.map((value, run) => (
                  <td key={runs[run]?.id}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { TrainReport } from '../../../core/engine/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { JudgePanel } from '../shared/judge-panel.tsx'
import { PolicyChoice } from '../shared/policy-choice.tsx'
import { settingUp, trainers } from './setting-up.ts'
import styles from './train.module.css'

/** A trained policy: what training brought, the gains it found, and how it is judged. */
export function ResultView() {
  const { t } = useTranslation('train')
  const policies = useStore(useApp().findings, ({ policies }) => policies)
  const chosen = useStore(settingUp, ({ policy }) => policy)
  const policy = policies.find(({ id }) => id === chosen) ?? policies[0]
  if (policy === undefined) {
    return (
      <Empty title={t('noPolicy')}>
        <p>{t('noPolicyText')}</p>
      </Empty>
    )
  }
  return (
    <div className={styles.view}>
      <PolicyChoice policies={policies} value={policy.id} onChange={(id) => settingUp.setState({ policy: id })} />
      {policy.outdated && <p className={styles.warning}>▲ {t('policyOutdated')}</p>}
      {policy.train && <TrainResult report={policy.train} />}
      <JudgePanel policy={policy} isDetailed />
    </div>
  )
}

function TrainResult({ report }: { readonly report: TrainReport }) {
  const { t } = useTranslation('train')
  const figures = useFigures()
  const { before, after, scans, seconds, device, fallback, tuning, horizon } = report
  const trainer = trainers.find((name) => name === report.trainer)
  return (
    <section className={styles.twoColumns} aria-label={t('brought')}>
      <div>
        <h3>{t('brought')}</h3>
        <Facts
          large
          facts={[
            { term: t('before'), value: figures.number(before) },
            { term: t('after'), value: figures.number(after) },
            { term: t('change'), value: figures.change(after / before - 1) },
          ]}
        />
        <p className={styles.quiet}>{t('validationHelp')}</p>
        <Facts
          facts={[
            {
              term: t('trainer'),
              value: trainer ? t(`trainerIs.${trainer}`) : report.trainer,
            },
            { term: t('device'), value: device.toUpperCase(), help: fallback },
            { term: t('work'), value: t('workIs', { scans: figures.number(scans), time: figures.duration(seconds) }) },
            ...(horizon === undefined
              ? []
              : [{ term: t('dreams'), value: t('cutTo', { time: figures.duration(horizon) }) }]),
          ]}
        />
      </div>
      {tuning.length > 0 && (
        <div>
          <h3>{t('gains')}</h3>
          <p className={styles.quiet}>{t('gainsHelp')}</p>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('loop')}</th>
                <th scope="col">{t('gain')}</th>
                <th scope="col">{t('integral')}</th>
              </tr>
            </thead>
            <tbody>
              {tuning.map(({ loop, gain, integral }) => (
                <tr key={loop}>
                  <th scope="row">{loop}</th>
                  <td>{gain}</td>
                  <td>{integral}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

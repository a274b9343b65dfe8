import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Curve } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Bar } from '../../parts/bar.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { envelopeOf, standings, successesOf, tasksOf } from '../../state/curves.ts'
import { Running } from '../shared/running.tsx'
import { useJob } from '../shared/use-job.ts'
import { CurveTrend } from './curve-trend.tsx'
import styles from './train.module.css'
import { useCurves } from './use-curves.ts'

/** The training that is under way, or else the last one. */
export function TrainingView() {
  const app = useApp()
  const { t } = useTranslation('train')
  const figures = useFigures()
  const job = useJob('train')
  const live = useStore(app.training)
  const last = useStore(app.findings, ({ runs }) => runs.find(({ kind }) => kind === 'train'))
  const kept = useCurves(job === undefined && last !== undefined ? [last.id] : [])
  const curves = job === undefined ? (kept.get(last?.id ?? 0) ?? []) : live.curves
  if (job === undefined && last === undefined) {
    return (
      <Empty title={t('nothing')}>
        <p>{t('nothingText')}</p>
      </Empty>
    )
  }
  const { news } = live
  return (
    <div className={styles.view}>
      {job !== undefined ? (
        <Running
          job={job}
          label={t(job.progress === undefined ? 'starting' : news === undefined ? 'tuning' : 'training')}
          cancelText={t('pause')}
          isTimed={news === undefined}
        />
      ) : (
        last && <p className={styles.quiet}>{t(`lastRun.${last.status}`, { run: last.id })}</p>
      )}
      {job?.progress !== undefined && news === undefined && <p className={styles.quiet}>{t('tuningText')}</p>}
      {news !== undefined && (
        <Facts
          large
          facts={[
            { term: t('timeLeft'), value: figures.duration(news.secondsLeft) },
            { term: t('throughput'), value: t('scans', { speed: figures.number(news.scansPerSecond) }) },
            { term: t('costNow'), value: figures.number(news.cost) },
            { term: t('best'), value: figures.number(leastOf(curves)) },
          ]}
        />
      )}
      {curves.length > 0 && <Curves curves={curves} />}
    </div>
  )
}

const leastOf = (curves: readonly Curve[]) => {
  const least = Math.min(...envelopeOf(curves, 'validation').low)
  return Number.isFinite(least) ? least : Number.NaN
}

function Curves({ curves }: { readonly curves: readonly Curve[] }) {
  const { t } = useTranslation('train')
  const figures = useFigures()
  const successes = useMemo(() => successesOf(curves), [curves])
  const tasks = useMemo(() => tasksOf(curves), [curves])
  const seeds = new Set(curves.map(({ seed }) => seed)).size
  const told = useMemo(() => [{ title: t('meanOf', { count: seeds }), curves }], [curves, seeds, t])
  return (
    <>
      <div className={styles.trends}>
        <CurveTrend name="cost" told={told} />
        <CurveTrend name="validation" told={told} />
      </div>
      {tasks !== undefined && (
        <section aria-label={t('tasks')}>
          <h3>{t('tasks')}</h3>
          <p className={styles.quiet}>{t('tasksHelp')}</p>
          <p>{standings.map((standing) => t(`tasksStand.${standing}`, { count: tasks[standing] })).join(', ')}</p>
        </section>
      )}
      {successes.length > 0 && (
        <section aria-label={t('success')}>
          <h3>{t('success')}</h3>
          <p className={styles.quiet}>{t('successHelp')}</p>
          <ul className={styles.bars}>
            {successes.map(({ failure, share }) => (
              <li key={failure}>
                <span>{failure}</span>
                <Bar share={share} text={figures.share(share)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

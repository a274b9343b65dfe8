import { useTranslation } from 'react-i18next'
import type { PolicyCard } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { carryOut } from '../../state/work.ts'
import { Judgement } from './judgement.tsx'
import { LastFailure } from './last-failure.tsx'
import { Running } from './running.tsx'
import styles from './shared.module.css'
import { useJob } from './use-job.ts'

/** What the judge says of a policy, or the way to have it judged. */
export function JudgePanel({
  policy,
  isDetailed = false,
}: {
  readonly policy: PolicyCard
  readonly isDetailed?: boolean
}) {
  const app = useApp()
  const { t } = useTranslation('results')
  const job = useJob('judge')
  const judge = () => carryOut(app, 'judge', (study, job) => app.engine.judge({ study, policy: policy.id }, job))
  return (
    <section className={styles.judgement} aria-label={t('judge.title')}>
      <header className={styles.judgeHead}>
        <h3 className={styles.heading}>{t('judge.title')}</h3>
        {job === undefined && (
          <Button look={policy.judge ? 'plain' : 'primary'} hint={t('judge.text')} onPress={judge}>
            {t(policy.judge ? 'judge.again' : 'judge.judge')}
          </Button>
        )}
      </header>
      {job !== undefined && <Running job={job} label={t('judge.judging')} />}
      <LastFailure kind="judge" />
      {policy.judge ? (
        <Judgement report={policy.judge} isDetailed={isDetailed} />
      ) : (
        <p className={styles.words}>
          {t('judge.none')} {t('judge.text')}
        </p>
      )}
    </section>
  )
}

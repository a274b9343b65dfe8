import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Progress } from '../parts/progress.tsx'
import { secondsLeft } from '../state/jobs.ts'
import styles from './header.module.css'
import { useApp } from './use-app.ts'

/** Long calls that are under way, with what is left of them and a way to stop them. */
export function JobList() {
  const running = useStore(useApp().jobs, ({ running }) => running)
  const { t } = useTranslation()
  return (
    <div className={styles.jobs}>
      {running.map((job) => {
        const left = secondsLeft(job, Date.now())
        const { progress } = job
        return (
          <div key={job.id} className={styles.job}>
            <Progress
              label={t(`job.${job.kind}`)}
              share={progress && progress.total > 0 ? progress.done / progress.total : undefined}
              detail={left === undefined ? undefined : t('job.left', { count: Math.ceil(left) })}
            />
            <Button look="quiet" aria-label={t('job.cancel')} hint={t('job.cancel')} onPress={() => job.cancel()}>
              <Icon name="close" />
            </Button>
          </div>
        )
      })}
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { type RunningJob, secondsLeft } from '../../state/jobs.ts'
import styles from './shared.module.css'

interface Props {
  readonly job: RunningJob
  readonly label: string
  /** What the button that ends it says, where that is not the end of it. */
  readonly cancelText?: string
  /** False where the time that is left is told beside it. */
  readonly isTimed?: boolean
}

/** A long call at large: what it does, how far it is, how long it takes, and a way to stop it. */
export function Running({ job, label, cancelText, isTimed = true }: Props) {
  const { t } = useTranslation('results')
  const figures = useFigures()
  const { progress } = job
  const share = progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) / 100 : undefined
  const left = isTimed ? secondsLeft(job, Date.now()) : undefined
  const counted =
    progress && t('counted', { done: figures.number(progress.done), total: figures.number(progress.total) })
  const detail = progress && `${counted} ${t(`unit.${progress.unit}`, { defaultValue: progress.unit })}`
  return (
    <div className={styles.running}>
      <strong>{share === undefined ? '' : figures.share(share)}</strong>
      <Progress
        label={label}
        share={share}
        detail={[detail, left === undefined ? undefined : t('left', { time: figures.duration(left) })]
          .filter((part) => part !== undefined)
          .join(' · ')}
      />
      <Button onPress={() => job.cancel()}>{cancelText ?? t('app:cancel')}</Button>
    </div>
  )
}

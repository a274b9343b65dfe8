import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { NumberField } from '../../parts/number-field.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { carryOut } from '../../state/work.ts'
import { Running } from '../shared/running.tsx'
import { useHindrance, useJob } from '../shared/use-job.ts'
import styles from './dream.module.css'
import { dreaming } from './dreaming.ts'

/** Sets off a dream run and shows how far it is. */
export function DreamBar() {
  const app = useApp()
  const { t } = useTranslation('dream')
  const figures = useFigures()
  const { scenarios, seed } = useStore(dreaming)
  const report = useStore(app.findings, ({ dream }) => dream)
  const job = useJob('dream')
  const hindrance = useHindrance()
  const run = async () => {
    const report = await carryOut(app, 'dream', (study, job) => app.engine.dream({ study, scenarios, seed }, job))
    if (report) dreaming.setState({ selected: undefined, filter: '' })
  }
  return (
    <div className={styles.bar}>
      <NumberField
        label={t('count')}
        value={scenarios}
        minValue={1}
        maxValue={100_000}
        step={1}
        onChange={(scenarios) => dreaming.setState({ scenarios })}
      />
      <NumberField
        label={t('seed')}
        value={seed}
        minValue={0}
        step={1}
        formatOptions={{ useGrouping: false }}
        onChange={(seed) => dreaming.setState({ seed })}
      />
      <Button look="primary" isDisabled={job !== undefined || hindrance !== undefined} onPress={run}>
        {t('dream')}
      </Button>
      {job !== undefined ? (
        <Running job={job} label={t('dreaming')} />
      ) : report !== null ? (
        <p className={styles.summary}>
          {t('summary', {
            run: report.run,
            dreams: figures.number(report.dreams),
            speed: figures.number(report.scansPerSecond),
            cost: figures.number(report.ordinaryCost),
          })}
        </p>
      ) : null}
    </div>
  )
}

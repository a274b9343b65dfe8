import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Devices } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Icon } from '../../parts/icon.tsx'
import { NumberField } from '../../parts/number-field.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { type TrainingSettings, train } from '../../state/training.ts'
import { useHindrance, useJob } from '../shared/use-job.ts'
import { DeviceChoice } from './device-choice.tsx'
import { GoalWeights } from './goal-weights.tsx'
import { goesOn, resumableOf } from './resumable.ts'
import { budgets, settingUp, trainers } from './setting-up.ts'
import styles from './train.module.css'

/** What is trained for and with; starts, pauses and goes on. */
export function TrainForm() {
  const app = useApp()
  const { t } = useTranslation('train')
  const figures = useFigures()
  const [devices, setDevices] = useState<Devices>()
  const { trainer, seed } = useStore(settingUp)
  const { budget, device } = useStore(app.settings, ({ settings }) => settings)
  const change = useStore(app.settings, ({ change }) => change)
  const runs = useStore(app.findings, ({ runs }) => runs)
  const job = useJob('train')
  const hindrance = useHindrance()
  useEffect(() => {
    app.engine.devices({}).then(setDevices).catch(app.messages.getState().fail)
  }, [app])

  const next: TrainingSettings = { seed, budget, trainer, device }
  const resumable = resumableOf(runs, devices?.versions ?? {})
  const resumed = resumable.find((stopped) => goesOn(stopped, next))
  const isBlocked = job !== undefined || hindrance !== undefined
  const start = async (settings: TrainingSettings) => {
    settingUp.setState({ view: 'training', policy: undefined })
    if (await train(app, settings)) settingUp.setState({ view: 'result' })
  }
  return (
    <div className={styles.form}>
      <h2>{t('goals')}</h2>
      <GoalWeights />
      <h2>{t('how')}</h2>
      <DeviceChoice devices={devices} />
      <Choice
        label={t('budget')}
        value={budget}
        options={budgets.map((value) => ({ value, text: t(`budgetIs.${value}`), help: t(`budgetHelp.${value}`) }))}
        onChange={(value) => change({ budget: value }).catch(app.messages.getState().fail)}
      />
      <details>
        <summary>{t('more')}</summary>
        <div className={styles.more}>
          <Choice
            label={t('trainer')}
            value={trainer}
            options={trainers.map((value) => ({
              value,
              text: t(`trainerIs.${value}`),
              help: t(`trainerHelp.${value}`),
            }))}
            onChange={(trainer) => settingUp.setState({ trainer })}
          />
          <p className={styles.quiet}>{t(`trainerHelp.${trainer}`)}</p>
          <NumberField
            label={t('seed')}
            help={t('seedHelp')}
            value={seed}
            minValue={0}
            step={1}
            formatOptions={{ useGrouping: false }}
            onChange={(seed) => settingUp.setState({ seed })}
          />
        </div>
      </details>
      {job === undefined ? (
        <Button look="primary" isDisabled={isBlocked} onPress={() => start(next)}>
          <Icon name="play" size={14} /> {resumed ? t('resumeRun', { run: resumed.run }) : t('start')}
        </Button>
      ) : (
        <Button look="primary" onPress={() => job.cancel()}>
          <Icon name="pause" size={14} /> {t('pause')}
        </Button>
      )}
      {job === undefined &&
        resumable
          .filter((stopped) => stopped !== resumed)
          .map(({ run, started, settings }) => (
            <p key={run} className={styles.stopped}>
              <span>
                {t('stopped', { run, when: figures.moment(started) })}
                <small>
                  {t(`budgetIs.${settings.budget}`)} · {t(`trainerIs.${settings.trainer}`)} ·{' '}
                  {t('seedOf', { seed: settings.seed })}
                </small>
              </span>
              <Button isDisabled={isBlocked} onPress={() => start(settings)}>
                {t('resume')}
              </Button>
            </p>
          ))}
    </div>
  )
}

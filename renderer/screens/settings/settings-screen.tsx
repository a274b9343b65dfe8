import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Devices, Settings } from '../../../core/engine/window/contract.ts'
import { actions } from '../../actions/all.ts'
import { shownShortcut } from '../../actions/shortcut.ts'
import { useApp } from '../../app/use-app.ts'
import { Choice } from '../../parts/choice.tsx'
import { ReasonerSection } from './reasoner-section.tsx'
import styles from './settings.module.css'

/** How the window looks, what computes, and which keys do what. */
export default function SettingsScreen() {
  const app = useApp()
  const { t } = useTranslation('settings')
  const { settings, change } = useStore(app.settings)
  const [devices, setDevices] = useState<Devices>()
  useEffect(() => {
    app.engine.devices({}).then(setDevices).catch(app.messages.getState().fail)
  }, [app])
  const words: (key: string) => string = t
  const choice = <Key extends 'theme' | 'language' | 'device' | 'budget'>(
    key: Key,
    values: readonly Settings[Key][],
  ) => (
    <Choice
      label={words(key)}
      value={settings[key]}
      options={values.map((value) => ({ value, text: words(`${key}Is.${value}`) }))}
      onChange={(value) => change({ [key]: value }).catch(app.messages.getState().fail)}
    />
  )
  return (
    <div className={styles.settings}>
      <section aria-labelledby="look">
        <h2 id="look">{t('look')}</h2>
        {choice('theme', ['system', 'light', 'dark'])}
        {choice('language', ['system', 'en', 'de'])}
      </section>
      <section aria-labelledby="work">
        <h2 id="work">{t('work')}</h2>
        {choice('device', ['auto', 'cpu', 'gpu'])}
        {choice('budget', ['small', 'normal', 'large'])}
        <dl className={styles.facts}>
          <dt>{t('processor')}</dt>
          <dd>{devices && t('cores', { name: devices.cpu.name, count: devices.cpu.cores })}</dd>
          <dt>{t('graphics')}</dt>
          <dd>{devices && (devices.gpu.usable ? t('usable') : (devices.gpu.reason ?? t('notUsable')))}</dd>
          {Object.entries(devices?.versions ?? {}).map(([name, version]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{version}</dd>
            </div>
          ))}
        </dl>
      </section>
      <ReasonerSection />
      <section aria-labelledby="keys">
        <h2 id="keys">{t('keys')}</h2>
        <dl className={styles.facts}>
          <div className={styles.fact}>
            <dt>{t('actions:title')}</dt>
            <dd>
              <kbd>Ctrl+K</kbd>
            </dd>
          </div>
          {actions.flatMap(({ id, label, shortcut }) =>
            shortcut === undefined
              ? []
              : [
                  <div key={id} className={styles.fact}>
                    <dt>{t(`actions:${label}`)}</dt>
                    <dd>
                      <kbd>{shownShortcut(shortcut)}</kbd>
                    </dd>
                  </div>,
                ],
          )}
        </dl>
      </section>
    </div>
  )
}

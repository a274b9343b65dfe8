import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Icon } from '../parts/icon.tsx'
import { type Screen, screens } from '../state/route.ts'
import styles from './navigation.module.css'
import { useApp } from './use-app.ts'

/** The screens, in the order of the job. */
export function Navigation() {
  const app = useApp()
  const { t } = useTranslation()
  const current = useStore(app.route, ({ screen }) => screen)
  const open = useStore(app.study, ({ open }) => open !== undefined)
  const entry = (screen: Screen, enabled: boolean) => (
    <button
      key={screen}
      type="button"
      className={styles.entry}
      aria-current={screen === current ? 'page' : undefined}
      disabled={!enabled}
      onClick={() => app.route.getState().go(screen)}
    >
      <Icon name={screen} />
      {t(`screen.${screen}`)}
    </button>
  )
  return (
    <nav className={styles.navigation} aria-label={t('navigation')}>
      {entry('start', true)}
      {screens.map((screen) => entry(screen, open))}
      <span className={styles.space} />
      {entry('settings', true)}
    </nav>
  )
}

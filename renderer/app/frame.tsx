import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { actions } from '../actions/all.ts'
import { keepsKeys, shortcutOf } from '../actions/shortcut.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import StartScreen from '../screens/start/start-screen.tsx'
import type { Screen } from '../state/route.ts'
import { Boundary } from './boundary.tsx'
import { Conflict } from './conflict.tsx'
import styles from './frame.module.css'
import { Header } from './header.tsx'
import { MessageList } from './message-list.tsx'
import { Navigation } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { useApp } from './use-app.ts'
import { useLook } from './use-look.ts'

const views: Record<Screen, ComponentType> = {
  // What is always shown first need not be waited for.
  start: StartScreen,
  settings: lazy(() => import('../screens/settings/settings-screen.tsx')),
  line: lazy(() => import('../screens/line/line-screen.tsx')),
  failures: lazy(() => import('../screens/failures/failures-screen.tsx')),
  dream: lazy(() => import('../screens/dream/dream-screen.tsx')),
  train: lazy(() => import('../screens/train/train-screen.tsx')),
  watch: lazy(() => import('../screens/watch/watch-screen.tsx')),
  'what-if': lazy(() => import('../screens/what-if/what-if-screen.tsx')),
  export: lazy(() => import('../screens/export/export-screen.tsx')),
}

/** Navigation, header, the screen that is shown, and what lies over all of them. */
export function Frame() {
  const app = useApp()
  const { t } = useTranslation()
  const screen = useStore(app.route, ({ screen }) => screen)
  const [palette, setPalette] = useState(false)
  useLook()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const keys = shortcutOf(event)
      if (keys === 'Mod+K') {
        event.preventDefault()
        setPalette(true)
        return
      }
      const action = actions.find(({ shortcut }) => shortcut === keys)
      if (action === undefined || event.defaultPrevented || !action.when(app)) return
      if (keepsKeys(document.activeElement, keys)) return
      event.preventDefault()
      void action.run(app)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [app])
  const View = views[screen]
  return (
    <div className={styles.frame}>
      <Navigation />
      <Header onPalette={() => setPalette(true)} />
      <main className={styles.main} aria-label={t(`screen.${screen}`)}>
        <Boundary
          key={screen}
          instead={(error, again) => (
            <Empty title={t('broken')}>
              <p>{t('brokenText')}</p>
              <Button onPress={again}>{t('again')}</Button>
              <small>{error.message}</small>
            </Empty>
          )}
        >
          <Suspense fallback={<p className={styles.loading}>{t('loading')}</p>}>
            <View />
          </Suspense>
        </Boundary>
      </main>
      <MessageList />
      <Conflict />
      <Palette isOpen={palette} onClose={() => setPalette(false)} />
    </div>
  )
}

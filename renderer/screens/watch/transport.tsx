import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import type { Action } from '../../actions/action.ts'
import { nextEvent, playOrPause, previousEvent, stepBack, stepOn, toEnd, toStart } from '../../actions/playback.ts'
import { shownShortcut } from '../../actions/shortcut.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { speeds } from '../../state/clock.ts'
import { timeText } from './time-text.ts'
import styles from './watch.module.css'

/** What moves the clock, and where it stands. */
export function Transport({ set }: { readonly set: FilmSet }) {
  const app = useApp()
  const { t } = useTranslation('watch')
  const { clock } = app
  const time = useRef<HTMLOutputElement>(null)
  const playing = useStore(clock.state, ({ playing }) => playing)
  const speed = useStore(clock.state, ({ speed }) => speed)
  const { scan } = set.model
  useEffect(() => {
    let shown = -1
    return clock.follow((at) => {
      const second = Math.round(at * scan)
      if (second === shown || time.current === null) return
      shown = second
      time.current.textContent = timeText(second)
    })
  }, [clock, scan])
  const button = (action: Action, icon: IconName, name = t(`actions:${action.label}`)) => (
    <Button
      look="quiet"
      aria-label={name}
      hint={`${name} (${shownShortcut(action.shortcut ?? '')})`}
      onPress={() => void action.run(app)}
    >
      <Icon name={icon} />
    </Button>
  )
  return (
    <div className={styles.transport} role="toolbar" aria-label={t('transport')}>
      {button(toStart, 'to-start')}
      {button(previousEvent, 'previous-event')}
      {button(stepBack, 'step-back')}
      {button(playOrPause, playing ? 'pause' : 'play', playing ? t('pause') : t('play'))}
      {button(stepOn, 'step-on')}
      {button(nextEvent, 'next-event')}
      {button(toEnd, 'to-end')}
      <span className={styles.time}>
        <output ref={time} aria-label={t('time')} /> / {timeText((set.scans - 1) * scan)}
      </span>
      <Choice
        label={t('speed')}
        value={String(speed)}
        options={speeds.map((times) => ({ value: String(times), text: `${times}×` }))}
        onChange={(value) => clock.setSpeed(Number(value))}
      />
      <span className={styles.quiet}>{t('keys')}</span>
    </div>
  )
}

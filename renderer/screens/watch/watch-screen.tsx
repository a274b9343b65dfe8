import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Dialog } from '../../parts/dialog.tsx'
import styles from './days.module.css'
import { Days } from './days.tsx'
import { Player } from './player.tsx'

/** The film of a day under each controller, or the days that could be filmed. */
export default function WatchScreen() {
  const app = useApp()
  const { t } = useTranslation('watch')
  const { set, request } = useStore(app.films)
  const study = useStore(app.study, ({ open }) => open?.name)
  const [choosing, setChoosing] = useState(false)
  useEffect(() => () => app.clock.pause(), [app])
  if (set === undefined || request === undefined || request.study !== study) {
    return (
      <div className={styles.days}>
        <h2>{t('noFilm')}</h2>
        <p>{t('noFilmText')}</p>
        <Days />
      </div>
    )
  }
  return (
    <>
      <Player set={set} onOtherDay={() => setChoosing(true)} />
      <Dialog title={t('otherDay')} isOpen={choosing} onClose={() => setChoosing(false)} wide>
        <Days onFilmed={() => setChoosing(false)} />
      </Dialog>
    </>
  )
}

import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '../parts/button.tsx'
import { Dialog, DialogButtons } from '../parts/dialog.tsx'
import styles from './conflict.module.css'
import { useApp } from './use-app.ts'

/** The file was changed by something else while it was being written here: both are shown, and the engineer decides. */
export function Conflict() {
  const { study } = useApp()
  const { theirs, text, resolve } = useStore(study)
  const { t } = useTranslation()
  return (
    <Dialog title={t('conflict.title')} isOpen={theirs !== undefined} onClose={() => {}} dismissable={false} wide>
      <p>{t('conflict.text')}</p>
      <div className={styles.versions}>
        <section aria-label={t('conflict.mine')}>
          <h3>{t('conflict.mine')}</h3>
          <pre>{text}</pre>
        </section>
        <section aria-label={t('conflict.theirs')}>
          <h3>{t('conflict.theirs')}</h3>
          <pre>{theirs?.text}</pre>
        </section>
      </div>
      <DialogButtons>
        <Button onPress={() => resolve('theirs')}>{t('conflict.takeTheirs')}</Button>
        <Button look="primary" onPress={() => resolve('mine')}>
          {t('conflict.keepMine')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

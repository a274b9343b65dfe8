import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { redo, undo } from '../actions/history.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import styles from './header.module.css'
import { JobList } from './job-list.tsx'
import { useApp } from './use-app.ts'

/** What is open, whether it is saved, and what is being computed. */
export function Header({ onPalette }: { onPalette(): void }) {
  const app = useApp()
  const { t } = useTranslation()
  const study = useStore(app.study)
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>{study.open?.name ?? t('title')}</h1>
      {study.open !== undefined && (
        <>
          <span className={styles.saved} role="status">
            {study.open.readOnly === undefined ? t(`saved.${study.saved}`) : t('saved.readOnly')}
          </span>
          <Button
            look="quiet"
            aria-label={t('actions:undo')}
            hint={`${t('actions:undo')} (Ctrl+Z)`}
            isDisabled={study.past.length === 0}
            onPress={() => void undo.run(app)}
          >
            <Icon name="undo" />
          </Button>
          <Button
            look="quiet"
            aria-label={t('actions:redo')}
            hint={`${t('actions:redo')} (Ctrl+Shift+Z)`}
            isDisabled={study.future.length === 0}
            onPress={() => void redo.run(app)}
          >
            <Icon name="redo" />
          </Button>
        </>
      )}
      <JobList />
      <Button look="quiet" onPress={onPalette}>
        <Icon name="search" /> {t('actions:title')} <kbd className={styles.keys}>Ctrl+K</kbd>
      </Button>
    </header>
  )
}

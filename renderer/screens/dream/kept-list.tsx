import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { remove } from '../../document/remove.ts'
import { viewLine } from '../../document/view.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { watchDay } from '../shared/watch-day.ts'
import { writtenFaults } from '../shared/written-faults.ts'
import { chooseFaults } from '../what-if/choosing.ts'
import styles from './dream.module.css'
import { faultText } from './scenario-text.ts'

/** Scenarios that the line file keeps: every dream run dreams them as well. */
export function KeptList() {
  const app = useApp()
  const { t } = useTranslation('dream')
  const text = useStore(app.study, ({ text }) => text)
  const filming = useStore(app.jobs, ({ running }) => running.some(({ kind }) => kind === 'film'))
  const scenarios = useMemo(() => viewLine(text).scenarios, [text])
  if (scenarios.length === 0) return <p className={styles.quiet}>{t('noKept')}</p>
  return (
    <ul className={styles.kept}>
      {scenarios.map(({ name, faults }, place) => (
        <li key={name}>
          <span>
            <strong>{name}</strong>
            {writtenFaults(faults).map((fault) => (
              <small key={fault.failure}>{faultText(fault)}</small>
            ))}
          </span>
          <Button
            look="quiet"
            aria-label={t('watchKept', { name })}
            hint={t('watchKept', { name })}
            isDisabled={filming}
            onPress={() => watchDay(app, { kind: 'kept', name })}
          >
            <Icon name="play" size={14} />
          </Button>
          <Button
            look="quiet"
            aria-label={t('editKept', { name })}
            hint={t('editHint')}
            onPress={() => {
              chooseFaults(app.study.getState().open?.name, writtenFaults(faults))
              app.route.getState().go('what-if')
            }}
          >
            <Icon name="what-if" size={16} />
          </Button>
          <Button
            look="quiet"
            aria-label={t('removeKept', { name })}
            hint={t('removeKept', { name })}
            onPress={() => app.study.getState().edit({ text: remove(text, [['scenarios', place]]) })}
          >
            <Icon name="close" size={14} />
          </Button>
        </li>
      ))}
    </ul>
  )
}

import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { Hindrance } from '../shared/hindrance.tsx'
import { chooseFaults, choosing } from './choosing.ts'
import { Comparison } from './comparison.tsx'
import { DayForm } from './day-form.tsx'
import { MatrixTable } from './matrix-table.tsx'
import styles from './what-if.module.css'

/** A day with faults of the engineer's choice, and what every policy makes of every failure mode. */
export default function WhatIfScreen() {
  const { t } = useTranslation('what-if')
  const open = useStore(useApp().study, ({ open }) => open?.name)
  const study = useStore(choosing, ({ study }) => study)
  useEffect(() => {
    if (study !== open) chooseFaults(open, [])
  }, [study, open])
  return (
    <div className={styles.screen}>
      <Tabs
        label={t('views')}
        tabs={[
          {
            key: 'day',
            title: t('day'),
            content: (
              <div className={styles.day}>
                <DayForm />
                <div className={styles.result}>
                  <Hindrance />
                  <Comparison />
                </div>
              </div>
            ),
          },
          { key: 'matrix', title: t('matrix'), content: <MatrixTable /> },
        ]}
      />
    </div>
  )
}

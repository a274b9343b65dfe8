import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Segments } from '../../parts/segments.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { Hindrance } from '../shared/hindrance.tsx'
import { LastFailure } from '../shared/last-failure.tsx'
import { TrustNote } from '../shared/trust-note.tsx'
import { watchDay } from '../shared/watch-day.ts'
import styles from './dream.module.css'
import { DreamBar } from './dream-bar.tsx'
import { dreaming } from './dreaming.ts'
import { FailureTable } from './failure-table.tsx'
import { KeptList } from './kept-list.tsx'
import { ScenarioDetail } from './scenario-detail.tsx'
import { ScenarioTable } from './scenario-table.tsx'
import { rankedOf, worstOfEach } from './worst-of-each.ts'

/** Dreams of rare faults: what can happen, how bad it is, and why. */
export default function DreamScreen() {
  const app = useApp()
  const { t } = useTranslation('dream')
  const figures = useFigures()
  const report = useStore(app.findings, ({ dream }) => dream)
  const { selected, filter, shown } = useStore(dreaming)
  const scenarios = report?.scenarios ?? []
  const ranked = useMemo(() => rankedOf(report?.scenarios ?? []), [report])
  const rows = useMemo(() => (shown === 'all' ? ranked : worstOfEach(ranked)), [ranked, shown])
  const scenario = scenarios.find(({ id }) => id === selected) ?? scenarios[0]
  return (
    <div className={styles.screen}>
      <DreamBar />
      <Hindrance />
      <LastFailure kind="dream" />
      {report !== null && <TrustNote trust={report.trust} />}
      {report === null || scenario === undefined ? (
        <Empty title={t('nothing')}>
          <p>{t('nothingText')}</p>
        </Empty>
      ) : (
        <div className={styles.columns}>
          <div className={styles.pane}>
            <header>
              <h2>{t('ranked')}</h2>
              <Field label={t('find')} value={filter} onChange={(filter) => dreaming.setState({ filter })} />
              <Segments
                label={t('shown')}
                value={shown}
                options={[
                  { value: 'each', text: t('worstOfEach') },
                  { value: 'all', text: t('all', { total: figures.number(scenarios.length) }) },
                ]}
                onChange={(shown) => dreaming.setState({ shown })}
              />
            </header>
            <ScenarioTable
              ranked={rows}
              filter={filter}
              selected={scenario.id}
              onSelect={(id) => dreaming.setState({ selected: id })}
              onOpen={({ id }) => watchDay(app, { kind: 'ranked', run: report.run, id })}
            />
          </div>
          <div className={styles.pane}>
            <header>
              <h2>{t('failures')}</h2>
            </header>
            <FailureTable failures={report.failures} />
          </div>
          <div className={styles.side}>
            <ScenarioDetail report={report} scenario={scenario} />
            <section className={styles.keptPane} aria-labelledby="kept">
              <h3 id="kept">{t('kept')}</h3>
              <KeptList />
            </section>
          </div>
        </div>
      )}
    </div>
  )
}

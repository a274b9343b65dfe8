import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DreamReport } from '../../../core/engine/contract.ts'
import type { ScenarioChoice } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { viewLine } from '../../document/view.ts'
import { Icon } from '../../parts/icon.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './days.module.css'

/** How many of the ranked scenarios are offered; Dream lists them all. */
const mostRanked = 12

/** Days to film: an ordinary one, those the line file keeps, and the worst of the last dream run. */
export function Days({ onFilmed }: { onFilmed?(): void }) {
  const app = useApp()
  const { t } = useTranslation('watch')
  const { number } = useFigures()
  const study = useStore(app.study, ({ open }) => open?.name)
  const text = useStore(app.study, ({ text }) => text)
  const filming = useStore(app.jobs, ({ running }) => running.some(({ kind }) => kind === 'film'))
  const [report, setReport] = useState<DreamReport | null>(null)
  useEffect(() => {
    if (study !== undefined) app.engine.dreamReport({ study }).then(setReport).catch(app.messages.getState().fail)
  }, [app, study])

  const film = async (scenario: ScenarioChoice) => {
    if (study === undefined) return
    await app.study.getState().save()
    if (await app.films.getState().watch({ study, scenario })) onFilmed?.()
  }
  const day = (key: string, title: string, detail: string, scenario: ScenarioChoice) => (
    <li key={key}>
      <button type="button" className={styles.day} disabled={filming} onClick={() => film(scenario)}>
        <Icon name="play" size={16} />
        <span>
          <strong>{title}</strong>
          <small>{detail}</small>
        </span>
      </button>
    </li>
  )
  const kept = viewLine(text).scenarios.filter(({ name }) => name !== '')
  const ranked = report?.scenarios.slice(0, mostRanked) ?? []
  return (
    <div className={styles.dayLists}>
      <section aria-label={t('kept')}>
        <h3>{t('kept')}</h3>
        <ul>
          {day('ordinary', t('ordinary'), t('ordinaryText'), { kind: 'chosen', faults: [] })}
          {kept.map(({ name, faults }) =>
            day(`kept ${name}`, name, faults.map(faultText).join(' · '), { kind: 'kept', name }),
          )}
        </ul>
      </section>
      <section aria-label={t('ranked')}>
        <h3>{t('ranked')}</h3>
        {ranked.length === 0 && <p className={styles.quiet}>{t('noRanked')}</p>}
        <ul>
          {ranked.map(({ id, name, faults, written, consequence }, place) =>
            day(
              id,
              `${place + 1}. ${name}`,
              [
                ...faults.map(({ onset }, fault) => [onset, written[fault]?.severity].filter(Boolean).join(', ')),
                t('dayCost', { cost: number(consequence.cost) }),
                ...(consequence.tripped ? [t('dayTrips')] : []),
              ].join(' · '),
              { kind: 'ranked', run: report?.run ?? 0, id },
            ),
          )}
        </ul>
      </section>
    </div>
  )
}

const faultText = ({ failure, onset, severity }: Readonly<Record<string, string>>) =>
  [failure, onset, severity].filter(Boolean).join(', ')

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Sample, StudyCard } from '../../../core/engine/window/contract.ts'
import { freeName } from '../../actions/copy-study.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { createStudy, openStudy } from '../../state/app.ts'
import { NewStudy } from './new-study.tsx'
import styles from './start.module.css'

/** Studies that are there, samples to begin with, and a new line. */
export default function StartScreen() {
  const app = useApp()
  const { t, i18n } = useTranslation('start')
  const recent = useStore(app.settings, ({ settings }) => settings.recent)
  const [studies, setStudies] = useState<readonly StudyCard[]>()
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const [naming, setNaming] = useState(false)
  useEffect(() => {
    Promise.all([app.engine.studies({}), app.engine.samples({})])
      .then(([studies, samples]) => {
        setStudies(studies)
        setSamples(samples)
      })
      .catch(app.messages.getState().fail)
  }, [app])
  const taken = studies?.map(({ name }) => name) ?? []
  const place = (name: string) => (recent.includes(name) ? recent.indexOf(name) : recent.length)
  const ordered = studies?.toSorted((a, b) => place(a.name) - place(b.name) || b.changed - a.changed)
  return (
    <div className={styles.start}>
      <section aria-labelledby="studies">
        <div className={styles.heading}>
          <h2 id="studies">{t('studies')}</h2>
          <Button look="primary" onPress={() => setNaming(true)}>
            {t('newLine')}
          </Button>
        </div>
        {ordered?.length === 0 && <p className={styles.quiet}>{t('noStudies')}</p>}
        <ul className={styles.cards}>
          {ordered?.map(({ name, title, changed, runs, problem }) => (
            <li key={name}>
              <button type="button" className={styles.card} onClick={() => openStudy(app, name)}>
                <strong>{name}</strong>
                <span>{problem === undefined ? title : `▲ ${problem}`}</span>
                <small>
                  {new Date(changed).toLocaleString(i18n.language)} · {t('runs', { count: runs })}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="samples">
        <h2 id="samples">{t('samples')}</h2>
        <p className={styles.quiet}>{t('samplesText')}</p>
        <ul className={styles.cards}>
          {samples.map(({ name, title, text }) => (
            <li key={name}>
              <button
                type="button"
                className={styles.card}
                onClick={() => createStudy(app, freeName(name, taken), text)}
              >
                <strong>{name}</strong>
                <span>{title}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <NewStudy isOpen={naming} taken={taken} onClose={() => setNaming(false)} />
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { JudgeReport } from '../../../core/engine/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './shared.module.css'
import { useOccurrence } from './use-occurrence.ts'
import { watchDay } from './watch-day.ts'

interface Props {
  readonly worst: NonNullable<JudgeReport['worst']>
  readonly run: number
  readonly policy: number
}

/** The days that a search found to do the policy the most harm, each to be watched. */
export function WorstDays({ worst: { dreams, noises, days }, run, policy }: Props) {
  const app = useApp()
  const { t } = useTranslation('results')
  const figures = useFigures()
  const occurrence = useOccurrence()
  const filming = useStore(app.jobs, ({ running }) => running.some(({ kind }) => kind === 'film'))
  const harm = ({ cost, trips }: { readonly cost: number; readonly trips: number }) => (
    <>
      {figures.number(cost)} <small>{t('worst.trips', { share: figures.share(trips) })}</small>
    </>
  )
  return (
    <section>
      <table className={styles.table}>
        <caption>{t('worst.title')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('worst.occurs')}</th>
            <th scope="col">{t('of.baseline')}</th>
            <th scope="col">{t('of.policy')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {days.map(({ id, name, faults, written, perYear, baseline, policy: trained }) => (
            <tr key={id}>
              <th scope="row">
                {faults.map(({ failure, onset, severity }, place) => (
                  <div key={failure}>
                    {failure} <small>{written[place]?.severity === undefined ? onset : `${onset}, ${severity}`}</small>
                  </div>
                ))}
              </th>
              <td>{occurrence(perYear)}</td>
              <td>{harm(baseline)}</td>
              <td>{harm(trained)}</td>
              <td>
                <Button
                  look="quiet"
                  aria-label={t('worst.watch', { name })}
                  hint={t('worst.watch', { name })}
                  isDisabled={filming}
                  onPress={() => watchDay(app, { kind: 'ranked', run, id }, policy)}
                >
                  <Icon name="play" size={14} />
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.words}>
        {t('worst.text', { dreams: figures.number(dreams), noises: figures.number(noises) })}
      </p>
    </section>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Consequence } from '../../../core/engine/contract.ts'
import type { Film } from '../../../core/engine/window/contract.ts'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './side.module.css'
import { timeText } from './time-text.ts'

const minutesOutside = ({ limits }: Consequence) => limits.reduce((sum, limit) => sum + limit.minutesOutside, 0)

/** What the day led to under each controller. */
export function Outcome({ films }: { readonly films: readonly Film[] }) {
  const { t } = useTranslation('watch')
  const { number } = useFigures()
  const row = (name: string, unit: string, value: (film: Film) => ReactNode) => (
    <tr key={name}>
      <th scope="row">
        {name} {unit !== '' && <small>({unit})</small>}
      </th>
      {films.map((film) => (
        <td key={film.controller}>{value(film)}</td>
      ))}
    </tr>
  )
  const goals = films[0]?.consequence.goals ?? []
  return (
    <table className={styles.outcome}>
      <caption>{t('outcome')}</caption>
      <thead>
        <tr>
          <td />
          {films.map(({ controller }) => (
            <th key={controller} scope="col">
              {t(`short.${controller}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {row(t('cost'), '', ({ consequence }) => number(consequence.cost))}
        {goals.map(({ name, unit }, place) =>
          row(name, unit, ({ consequence }) => number(consequence.goals[place]?.value ?? Number.NaN)),
        )}
        {row(t('minutesOutside'), 'min', ({ consequence }) => number(minutesOutside(consequence)))}
        {row(t('trip'), '', ({ consequence, events }) => {
          if (!consequence.tripped) return t('noTrip')
          const trip = events.find(({ kind }) => kind === 'trip')
          return (
            <strong className={styles.tripped}>{trip ? t('tripAt', { time: timeText(trip.at) }) : t('yes')}</strong>
          )
        })}
      </tbody>
    </table>
  )
}

import { useTranslation } from 'react-i18next'
import type { Measure } from '../../../core/engine/contract.ts'
import { useFigures } from '../../parts/use-figures.ts'
import styles from './shared.module.css'

/** Figures of a day under today's control and under the policy, with the change and where it truly lies. */
export function MeasureTable({ title, measures }: { readonly title: string; readonly measures: readonly Measure[] }) {
  const { t } = useTranslation('results')
  const figures = useFigures()
  const nameOf = (name: string) => {
    const [, limit = name, what] = /^(.*), (crossed|outside)$/.exec(name) ?? []
    if (what !== undefined) return t(`${what}`, { limit })
    return name === 'trips' ? t('trips') : name
  }
  const unitOf = (unit: string) => (unit === 'times' ? t('times') : unit)
  const seen = measures.filter(({ baseline, policy }) => baseline !== 0 || policy !== 0)
  return (
    <table className={styles.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('of.baseline')}</th>
          <th scope="col">{t('of.policy')}</th>
          <th scope="col">{t('change')}</th>
        </tr>
      </thead>
      <tbody>
        {seen.map(({ name, unit, baseline, policy, change, interval: [low, high] }) => (
          <tr key={name}>
            <th scope="row">
              {nameOf(name)} <small>({unitOf(unit)})</small>
            </th>
            <td>{figures.number(baseline)}</td>
            <td>{figures.number(policy)}</td>
            <td>
              {figures.difference(change)}{' '}
              <small>{t('interval', { low: figures.difference(low), high: figures.difference(high) })}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import { useTranslation } from 'react-i18next'
import { useFigures } from '../../parts/use-figures.ts'
import { type KeyFigure, standing } from './key-figures.ts'
import styles from './what-if.module.css'

const shapes = { better: '✓', worse: '▲', alike: '=' } as const

/** Figures of both side by side, with the difference. */
export function FigureTable({ figures: rows }: { readonly figures: readonly KeyFigure[] }) {
  const { t } = useTranslation('what-if')
  const figures = useFigures()
  const isCompared = rows.some(({ policy }) => policy !== undefined)
  const nameOf = ({ kind, name, unit }: KeyFigure) => {
    if (kind === 'outside') return `${t('results:outside', { limit: name })} (${t('results:minutes')})`
    if (kind === 'crossed') return t('results:crossed', { limit: name })
    return kind === 'goal' ? `${name} (${unit})` : t(`results:${kind}`)
  }
  const written = ({ kind }: KeyFigure, value: number) =>
    kind === 'trips' ? t(value > 0 ? 'results:tripped' : 'results:notTripped') : figures.number(value)
  return (
    <table className={styles.figures}>
      <caption>{t('figures')}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('results:of.baseline')}</th>
          {isCompared && (
            <>
              <th scope="col">{t('results:of.policy')}</th>
              <th scope="col">{t('difference')}</th>
              <th scope="col">{t('standing')}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { kind, name, baseline, policy } = row
          const stands = standing(row)
          return (
            <tr key={`${kind} ${name}`}>
              <th scope="row">{nameOf(row)}</th>
              <td>{written(row, baseline)}</td>
              {policy !== undefined && (
                <>
                  <td>{written(row, policy)}</td>
                  <td>{kind === 'trips' ? '' : figures.difference(policy - baseline)}</td>
                  <td className={stands && styles[stands]}>
                    {stands !== undefined && (
                      <>
                        <span aria-hidden="true">{shapes[stands]}</span> {t(`stands.${stands}`)}
                      </>
                    )}
                  </td>
                </>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

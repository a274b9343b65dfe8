import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Empty } from '../../parts/empty.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { wordFor } from '../../parts/verdict-word.ts'
import { type Cell, matrixOf } from './matrix.ts'
import styles from './what-if.module.css'

/** What each judged policy gains or loses in each failure mode. */
export function MatrixTable() {
  const { t } = useTranslation('what-if')
  const figures = useFigures()
  const policies = useStore(useApp().findings, ({ policies }) => policies)
  const { policies: judged, rows } = matrixOf(policies)
  if (judged.length === 0) {
    return (
      <Empty title={t('noMatrix')}>
        <p>{t('noMatrixText')}</p>
      </Empty>
    )
  }
  const cellOf = (cell: Cell | undefined) => {
    if (cell === undefined) return <span className={styles.quiet}>{t('notMet')}</span>
    const { verdict, headRoom, hasHeadRoom, scenarios } = cell
    const [low, high] = verdict.interval
    return (
      <>
        <span className={styles.cell}>
          <strong>{figures.change(verdict.relative)}</strong>
          <Verdict verdict={wordFor(verdict)} />
        </span>
        <small>
          {t('interval', { low: figures.change(low), high: figures.change(high) })} ·{' '}
          {hasHeadRoom ? t('headRoom', { share: figures.share(headRoom) }) : t('noHeadRoom')} ·{' '}
          {t('days', { count: scenarios })}
        </small>
      </>
    )
  }
  return (
    <div className={styles.matrixPane}>
      <p className={styles.quiet}>{t('matrixText')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={styles.scroll} aria-label={t('matrix')} tabIndex={0}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('failure')}</th>
              <th scope="col" className={styles.number}>
                {t('baselineCost')}
              </th>
              {judged.map(({ id, run, outdated }) => (
                <th key={id} scope="col">
                  {t('results:policyNumber', { id })} <small>{t('ofRun', { run })}</small>
                  {outdated && <small>▲ {t('results:outdated')}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ failure, cells }) => (
              <tr key={failure}>
                <th scope="row">{failure}</th>
                <td className={styles.number}>{figures.number(cells.find(Boolean)?.baseline ?? Number.NaN)}</td>
                {cells.map((cell, column) => (
                  <td key={judged[column]?.id}>{cellOf(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { goTo, goToLine } from '../editor/go-to.ts'
import { useLine } from '../editor/use-line.ts'
import styles from './problem-list.module.css'

/** Everything that is wrong with the line, with the way to each place; a line of its own while it is closed. */
export function ProblemList() {
  const line = useLine()
  const { editor, problems } = line
  const { t } = useTranslation('line')
  const [isOpen, setOpen] = useState(false)
  return (
    <section className={styles.problems} aria-label={t('problemList')}>
      <button type="button" className={styles.header} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        <span className={problems.length > 0 ? styles.some : styles.none} aria-live="polite">
          {problems.length === 0 ? t('noProblems') : `▲ ${t('problems', { count: problems.length })}`}
        </span>
        {!isOpen && problems[0] && <span className={styles.first}>{`${problems[0].path} ${problems[0].message}`}</span>}
      </button>
      {isOpen && (
        <ul className={styles.list}>
          {problems.map((problem) => (
            <li key={`${problem.path} ${problem.line} ${problem.column} ${problem.message}`}>
              <button type="button" className={styles.place} onClick={() => goTo(line, problem)}>
                <strong>{problem.path === '' ? t('file') : problem.path}</strong>
                <span>{problem.message}</span>
                <span className={styles.remedy}>{problem.remedy}</span>
              </button>
              <button type="button" className={styles.line} onClick={() => goToLine(editor, problem.line)}>
                {t('atLine', { line: problem.line })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

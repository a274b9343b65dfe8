import { useTranslation } from 'react-i18next'
import type { ComparedWith, JudgeReport } from '../../../core/engine/contract.ts'
import { useFigures } from '../../parts/use-figures.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { wordFor } from '../../parts/verdict-word.ts'
import { MeasureTable } from './measure-table.tsx'
import styles from './shared.module.css'
import { beyondTrust } from './trust.ts'
import { TrustNote } from './trust-note.tsx'
import { WorstDays } from './worst-days.tsx'

/** The judge's verdict in plain words, with what it rests on. */
export function Judgement({ report, isDetailed }: { readonly report: JudgeReport; readonly isDetailed: boolean }) {
  const { t } = useTranslation('results')
  const figures = useFigures()
  const { verdict, faulty, faultFree, scenarios, seed, measures, worst, trust } = report
  const beyond = beyondTrust(trust)
  const compared = (title: string, comparison: ComparedWith) => (
    <li>
      <Verdict verdict={wordFor(comparison)} />
      <span>
        {title}:{' '}
        {t('judge.less', {
          change: figures.change(comparison.relative),
          low: figures.change(comparison.interval[0]),
          high: figures.change(comparison.interval[1]),
        })}
      </span>
    </li>
  )
  return (
    <>
      <p>
        <Verdict verdict={verdict} large /> {t(`judge.sentence.${verdict}`)}
      </p>
      <ul className={styles.compared}>
        {compared(t('judge.faulty'), faulty.baseline)}
        {compared(t('judge.faultFree'), faultFree.baseline)}
        {compared(t('judge.rival'), faulty.rival)}
      </ul>
      <p className={styles.words}>{t('judge.days', { days: figures.number(scenarios), seed })}</p>
      <TrustNote trust={trust} />
      {beyond > 0 && <p className={styles.trust}>{t('trust.beyond', { share: figures.share(beyond) })}</p>}
      {isDetailed && (
        <div className={styles.measures}>
          <MeasureTable title={t('judge.faulty')} measures={measures.faulty} />
          <MeasureTable title={t('judge.faultFree')} measures={measures.faultFree} />
        </div>
      )}
      {isDetailed && worst !== undefined && worst.days.length > 0 && (
        <WorstDays worst={worst} run={report.run} policy={report.policy} />
      )}
    </>
  )
}

import { useTranslation } from 'react-i18next'
import type { PolicyCard } from '../../../core/engine/window/contract.ts'
import { Choice } from '../../parts/choice.tsx'
import styles from './shared.module.css'

interface Props {
  readonly policies: readonly PolicyCard[]
  readonly value: number
  onChange(policy: number): void
}

/** One of the policies of the study, with what the judge said of it. */
export function PolicyChoice({ policies, value, onChange }: Props) {
  const { t } = useTranslation('results')
  return (
    <div className={styles.policies}>
      <Choice
        label={t('policy')}
        value={String(value)}
        options={policies.map(({ id, run, judge, outdated }) => ({
          value: String(id),
          text: t('policyNumber', { id }),
          help: [
            t('ofRun', { run }),
            judge ? t(`verdict.${judge.verdict}`) : t('judge.notYet'),
            ...(outdated ? [t('outdated')] : []),
          ].join(' · '),
        }))}
        onChange={(id) => onChange(Number(id))}
      />
    </div>
  )
}

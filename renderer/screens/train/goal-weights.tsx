import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { setField } from '../../document/fields.ts'
import { viewLine } from '../../document/view.ts'
import { NumberField } from '../../parts/number-field.tsx'
import styles from './train.module.css'

/** How much each goal counts, as the line file has it. */
export function GoalWeights() {
  const app = useApp()
  const { t } = useTranslation('train')
  const text = useStore(app.study, ({ text }) => text)
  const texts = useStore(app.study, ({ model }) => model?.summary.goals)
  const goals = useMemo(() => viewLine(text).goals, [text])
  if (goals.length === 0) return <p className={styles.quiet}>{t('noGoals')}</p>
  return (
    <div className={styles.goals}>
      {goals.map(({ name, fields }) => (
        <div key={name} className={styles.goal}>
          <span>
            {name}
            <small>{texts?.find((goal) => goal.name === name)?.text}</small>
          </span>
          <NumberField
            aria-label={t('weightOf', { name })}
            value={Number(fields.weight ?? 1)}
            minValue={0}
            onChange={(weight) =>
              app.study.getState().edit({ text: setField(text, ['goals', name, 'weight'], String(weight)) })
            }
          />
        </div>
      ))}
    </div>
  )
}

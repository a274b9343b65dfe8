import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { PolicyCard } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Icon } from '../../parts/icon.tsx'
import { NumberField } from '../../parts/number-field.tsx'
import { Slider } from '../../parts/slider.tsx'
import { carryOut } from '../../state/work.ts'
import { JudgePanel } from '../shared/judge-panel.tsx'
import { LastFailure } from '../shared/last-failure.tsx'
import { PolicyChoice } from '../shared/policy-choice.tsx'
import { Running } from '../shared/running.tsx'
import { useJob } from '../shared/use-job.ts'
import styles from './export.module.css'
import { exporting, targets } from './exporting.ts'
import { permissionFor } from './permission.ts'

/** What is written out, for which controller, and how much it may do at first. */
export function ExportForm({
  policies,
  policy,
}: {
  readonly policies: readonly PolicyCard[]
  readonly policy: PolicyCard
}) {
  const app = useApp()
  const { t } = useTranslation('export')
  const { target, authority } = useStore(exporting)
  const isReadOnly = useStore(app.study, ({ open }) => open?.readOnly !== undefined)
  const job = useJob('export')
  const permission = permissionFor(policy)
  const write = () =>
    carryOut(app, 'export', (study, job) =>
      app.engine.export({ study, target, policy: policy.id, guard: { authority } }, job),
    )
  const change = (percent: number) => exporting.setState({ authority: Math.min(1, Math.max(0, percent / 100)) })
  return (
    <div className={styles.form}>
      <Choice
        label={t('target')}
        value={target}
        options={targets.map((value) => ({ value, text: t(`targetIs.${value}`), help: t(`targetHelp.${value}`) }))}
        onChange={(target) => exporting.setState({ target })}
      />
      <PolicyChoice policies={policies} value={policy.id} onChange={(id) => exporting.setState({ policy: id })} />
      {policy.outdated && <p className={styles.warning}>▲ {t('outdated')}</p>}
      <section className={styles.guard} aria-label={t('guard')}>
        <h2>{t('guard')}</h2>
        <div className={styles.authority}>
          <NumberField
            label={t('authority')}
            unit="%"
            value={Math.round(100 * authority)}
            minValue={0}
            maxValue={100}
            step={1}
            onChange={change}
          />
          <Slider
            label={t('authority')}
            value={Math.round(100 * authority)}
            low={0}
            high={100}
            step={1}
            onChange={change}
          />
        </div>
        <p className={styles.quiet}>{t('authorityHelp')}</p>
      </section>
      <JudgePanel policy={policy} />
      {permission !== 'granted' && (
        <p className={styles.refused} role="status">
          ▲ {t(`refused.${permission}`)}
        </p>
      )}
      <LastFailure kind="export" />
      {job === undefined ? (
        <Button look="primary" isDisabled={permission !== 'granted' || isReadOnly} onPress={write}>
          <Icon name="export" size={16} /> {t('export')}
        </Button>
      ) : (
        <Running job={job} label={t('exporting')} />
      )}
      <p className={styles.quiet}>{t('exportHelp')}</p>
    </div>
  )
}

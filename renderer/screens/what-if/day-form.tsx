import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { freeName } from '../../actions/copy-study.ts'
import { useApp } from '../../app/use-app.ts'
import { keepScenario } from '../../document/fields.ts'
import { viewLine } from '../../document/view.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { carryOut } from '../../state/work.ts'
import { Running } from '../shared/running.tsx'
import { useHindrance, useJob } from '../shared/use-job.ts'
import { changeFault, choosing } from './choosing.ts'
import { FaultCard } from './fault-card.tsx'
import { newFault } from './severity.ts'
import styles from './what-if.module.css'

const latest = 'latest'

/** The faults of a day, put together by hand, and the policy that has to live with them. */
export function DayForm() {
  const app = useApp()
  const { t } = useTranslation('what-if')
  const { faults, policy } = useStore(choosing)
  const failures = useStore(app.study, ({ model }) => model?.failures) ?? []
  const policies = useStore(app.findings, ({ policies }) => policies)
  const job = useJob('film')
  const hindrance = useHindrance()
  const [name, setName] = useState('')

  const film = async () => {
    const scenario = { kind: 'chosen', faults } as const
    const set = await carryOut(app, 'film', (study, job) =>
      app.engine.film({ study, scenario, ...(policy !== undefined && { policy }) }, job),
    )
    if (set) choosing.setState({ filmed: { set, faults } })
  }
  const keep = () => {
    const { text, edit } = app.study.getState()
    const usual = faults.map(({ failure }) => failure).join(' + ')
    const taken = viewLine(text).scenarios.map(({ name }) => name)
    const kept = { name: freeName(name.trim() || usual, taken), faults: faults.map((fault) => ({ ...fault })) }
    edit({ text: keepScenario(text, kept) })
    setName('')
  }
  const unused = failures.filter(({ name }) => !faults.some(({ failure }) => failure === name))
  return (
    <div className={styles.form}>
      <h2>{t('faults')}</h2>
      {faults.length === 0 && <p className={styles.quiet}>{t('noFaults')}</p>}
      <ul className={styles.list}>
        {faults.map((fault, index) => (
          <FaultCard
            key={fault.failure}
            fault={fault}
            failure={failures.find(({ name }) => name === fault.failure)}
            onChange={(changed) => changeFault(index, changed)}
            onRemove={() => choosing.setState({ faults: faults.toSpliced(index, 1) })}
          />
        ))}
      </ul>
      <Choice
        label={t('add')}
        placeholder={t('choose')}
        value={undefined}
        options={unused.map(({ name, text }) => ({ value: name, text: name, help: text }))}
        onChange={(name) => {
          const failure = failures.find((candidate) => candidate.name === name)
          if (failure) choosing.setState({ faults: [...faults, newFault(failure)] })
        }}
      />
      {policies.length > 0 && (
        <Choice
          label={t('policy')}
          value={policy === undefined ? latest : String(policy)}
          options={[
            { value: latest, text: t('latestPolicy') },
            ...policies.map(({ id, run }) => ({
              value: String(id),
              text: t('results:policyNumber', { id }),
              help: t('ofRun', { run }),
            })),
          ]}
          onChange={(chosen) => choosing.setState({ policy: chosen === latest ? undefined : Number(chosen) })}
        />
      )}
      <Button look="primary" isDisabled={job !== undefined || hindrance !== undefined} onPress={film}>
        {t(policies.length > 0 ? 'filmBoth' : 'filmBaseline')}
      </Button>
      {job !== undefined && <Running job={job} label={t('app:job.film')} />}
      <div className={styles.keep}>
        <Field label={t('keepAs')} placeholder={t('keepName')} value={name} onChange={setName} />
        <Button isDisabled={faults.length === 0} onPress={keep}>
          {t('keep')}
        </Button>
      </div>
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DreamReport, RankedScenario } from '../../../core/engine/contract.ts'
import { freeName } from '../../actions/copy-study.ts'
import { useApp } from '../../app/use-app.ts'
import { keepScenario } from '../../document/fields.ts'
import { viewLine } from '../../document/view.ts'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { useOccurrence } from '../shared/use-occurrence.ts'
import { watchDay } from '../shared/watch-day.ts'
import { chooseFaults } from '../what-if/choosing.ts'
import { CauseChain } from './cause-chain.tsx'
import { stepOf } from './chain.ts'
import styles from './dream.module.css'
import { faultText, scenarioText } from './scenario-text.ts'

/** One scenario: how often, with what consequence, why, and what can be done with it. */
export function ScenarioDetail({
  report,
  scenario,
}: {
  readonly report: DreamReport
  readonly scenario: RankedScenario
}) {
  const app = useApp()
  const { t } = useTranslation('dream')
  const figures = useFigures()
  const occurrence = useOccurrence()
  const filming = useStore(app.jobs, ({ running }) => running.some(({ kind }) => kind === 'film'))
  const { name, faults, written, perYear, consequence, risk, chain } = scenario
  const { cost, goals, limits, tripped } = consequence

  const keep = () => {
    const { text, edit } = app.study.getState()
    const taken = viewLine(text).scenarios.map(({ name }) => name)
    edit({ text: keepScenario(text, { name: freeName(name, taken), faults: written.map((fault) => ({ ...fault })) }) })
  }
  const copy = async () => {
    const said = [
      `${t('occurs')}: ${occurrence(perYear)}`,
      `${t('results:cost')}: ${figures.number(cost)}, ${tripped ? t('results:tripped') : t('noTrip')}`,
    ]
    const steps = chain
      .map(stepOf)
      .map(({ at, kind, values }) => [at, t(`step.${kind}`, values)].filter(Boolean).join(' '))
    await navigator.clipboard.writeText(scenarioText(scenario, said, steps)).catch(app.messages.getState().fail)
  }
  const edit = () => {
    chooseFaults(app.study.getState().open?.name, written)
    app.route.getState().go('what-if')
  }

  return (
    <section className={styles.detail} aria-label={t('selected')}>
      <h2>{name}</h2>
      <div className={styles.buttons}>
        <Button
          look="primary"
          isDisabled={filming}
          onPress={() => watchDay(app, { kind: 'ranked', run: report.run, id: scenario.id })}
        >
          <Icon name="play" size={14} /> {t('watch')}
        </Button>
        <Button onPress={keep} hint={t('keepHint')}>
          {t('keep')}
        </Button>
        <Button onPress={edit} hint={t('editHint')}>
          {t('edit')}
        </Button>
        <Button onPress={copy} hint={t('copyHint')}>
          {t('copy')}
        </Button>
      </div>
      <Facts
        facts={[
          { term: t('occurs'), value: occurrence(perYear) },
          { term: t('faults'), value: faults.map((fault) => <div key={fault.failure}>{faultText(fault)}</div>) },
          {
            term: t('results:cost'),
            value: t('costAgainst', { cost: figures.number(cost), ordinary: figures.number(report.ordinaryCost) }),
          },
          { term: t('risk'), value: figures.number(risk), help: t('riskHelp') },
          {
            term: t('trip'),
            value: tripped ? <strong className={styles.trip}>{t('results:tripped')}</strong> : t('noTrip'),
          },
          ...goals.map(({ name, value, unit }) => ({ term: name, value: `${figures.number(value)} ${unit}` })),
          ...limits.map(({ name, minutesOutside, crossings }) => ({
            term: name,
            value:
              crossings + minutesOutside === 0
                ? t('neverOutside')
                : t('outsideFor', { minutes: figures.number(minutesOutside), count: crossings }),
          })),
        ]}
      />
      <h3>{t('chain')}</h3>
      {chain.length > 0 ? <CauseChain chain={chain} /> : <p className={styles.quiet}>{t('noChain')}</p>}
    </section>
  )
}

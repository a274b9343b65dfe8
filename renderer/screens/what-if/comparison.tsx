import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Trend, type TrendCurve } from '../../parts/trend.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { TrustNote } from '../shared/trust-note.tsx'
import { type Chart, chartsOf } from '../watch/charts.ts'
import { timeText } from '../watch/time-text.ts'
import { choosing } from './choosing.ts'
import { FigureTable } from './figure-table.tsx'
import { keyFigures } from './key-figures.ts'
import { mostMoved } from './most-moved.ts'
import styles from './what-if.module.css'

const mostCharts = 8

/** A filmed day under today's control and under the policy: figures, and the trends that moved. */
export function Comparison() {
  const app = useApp()
  const { t } = useTranslation('what-if')
  const figures = useFigures()
  const { filmed, faults } = useStore(choosing)
  const study = useStore(app.study, ({ open }) => open?.name)
  const set = filmed?.set
  const charts = useMemo(() => (set === undefined ? [] : mostMoved(chartsOf(set), mostCharts)), [set])
  const seconds = useMemo(
    () => Float64Array.from({ length: set?.scans ?? 0 }, (_, scan) => scan * (set?.model.scan ?? 1)),
    [set],
  )
  const [baseline, policy] = set?.films ?? []
  if (filmed === undefined || set === undefined || baseline === undefined || study === undefined) {
    return (
      <Empty title={t('nothing')}>
        <p>{t('nothingText')}</p>
      </Empty>
    )
  }
  const watch = () => {
    app.films.setState({ request: { study, scenario: { kind: 'chosen', faults: filmed.faults } }, set })
    app.route.getState().go('watch')
  }
  const curvesOf = ({ kind, lines }: Chart): readonly TrendCurve[] =>
    lines.flatMap(({ layer, film, values }) => {
      if (layer === 'setpoint') return [{ title: t('setpoint'), values, colour: '--ink-faint', dotted: true }]
      if (layer !== (kind === 'control' ? 'control' : 'truth')) return []
      return film === 0
        ? [{ title: t('results:of.baseline'), values, colour: '--curve-1', dashed: true }]
        : [{ title: t('results:of.policy'), values, colour: '--curve-2' }]
    })
  const onset = baseline.events.find(({ kind }) => kind === 'fault begins')?.at
  return (
    <div className={styles.comparison}>
      <header>
        <h2>{set.name}</h2>
        {filmed.faults !== faults && <span className={styles.warning}>▲ {t('changed')}</span>}
        <Button look="primary" onPress={watch}>
          <Icon name="play" size={14} /> {t('watch')}
        </Button>
      </header>
      <FigureTable figures={keyFigures(baseline.consequence, policy?.consequence)} />
      <TrustNote trust={set.trust} />
      {policy === undefined && <p className={styles.quiet}>{t('noPolicy')}</p>}
      <h3>{t('trends')}</h3>
      <div className={styles.trends}>
        {charts.map((chart) => (
          <Trend
            key={chart.key}
            label={`${chart.component} ${chart.name}`}
            x={seconds}
            xTitle=""
            xText={timeText}
            unit={chart.unit}
            curves={curvesOf(chart)}
            height={120}
            cursor={onset}
            valueText={figures.number}
          />
        ))}
      </div>
    </div>
  )
}

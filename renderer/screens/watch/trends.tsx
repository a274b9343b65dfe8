import { memo, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Trend } from '../../parts/trend.tsx'
import { type Chart, chartsOf, chartsOn, layers } from './charts.ts'
import { curvesOf } from './curves.ts'
import { liveValue } from './live-value.ts'
import { useQuantityName } from './quantity-name.ts'
import { timeText } from './time-text.ts'
import styles from './watch.module.css'
import { pick, toggleKept, toggleLayer, watching } from './watching.ts'

const chartHeight = 108

/** Trends of the picked component and of what is kept, both controllers overlaid. */
export const Trends = memo(({ set }: { readonly set: FilmSet }) => {
  const { t } = useTranslation('watch')
  const { picked, kept, hidden, wholeRange } = useStore(watching)
  const charts = useMemo(() => chartsOf(set), [set])
  const x = useMemo(() => Float64Array.from({ length: set.scans }, (_, scan) => scan * set.model.scan), [set])
  const keptCharts = charts.filter(({ key }) => kept.includes(key))
  const own = picked === undefined ? [] : chartsOn(charts, picked).filter(({ key }) => !kept.includes(key))
  const title = useChartTitle()
  return (
    <section className={styles.trends} aria-label={t('trends')}>
      <div className={styles.trendTools}>
        <Choice
          label={t('component')}
          value={picked}
          placeholder={t('pickOne')}
          options={set.model.components.map(({ tag }) => ({ value: tag, text: tag }))}
          onChange={pick}
        />
        <Choice
          label={t('addTrend')}
          value={undefined}
          placeholder={t('choose')}
          options={charts
            .filter(({ key }) => !kept.includes(key))
            .map((chart) => ({ value: chart.key, text: title(chart) }))}
          onChange={toggleKept}
        />
        <fieldset className={styles.layers}>
          <legend>{t('layersShown')}</legend>
          {layers
            .filter((layer) => layer !== 'fault' && layer !== 'control')
            .map((layer) => (
              <label key={layer}>
                <input type="checkbox" checked={!hidden.includes(layer)} onChange={() => toggleLayer(layer)} />
                {t(`layer.${layer}`)}
              </label>
            ))}
          <label>
            <input
              type="checkbox"
              checked={wholeRange}
              onChange={({ target }) => watching.setState({ wholeRange: target.checked })}
            />
            {t('wholeRange')}
          </label>
        </fieldset>
      </div>
      <div className={styles.charts}>
        {[...keptCharts, ...own].map((chart) => (
          <ChartView key={chart.key} set={set} chart={chart} x={x} isKept={kept.includes(chart.key)} />
        ))}
        {keptCharts.length + own.length === 0 && <p className={styles.quiet}>{t('pickForTrends')}</p>}
      </div>
    </section>
  )
})

interface ChartProps {
  readonly set: FilmSet
  readonly chart: Chart
  readonly x: Float64Array
  readonly isKept: boolean
}

function ChartView({ set, chart, x, isKept }: ChartProps) {
  const { clock } = useApp()
  const { t, i18n } = useTranslation('watch')
  const title = useChartTitle()
  const hidden = useStore(watching, ({ hidden }) => hidden)
  const wholeRange = useStore(watching, ({ wholeRange }) => wholeRange)
  const { scan } = set.model
  const curves = useMemo(() => curvesOf(chart, set.films, hidden, t), [chart, set, hidden, t])
  const follow = useCallback((move: (x: number) => void) => clock.follow((at) => move(at * scan)), [clock, scan])
  return (
    <Trend
      label={title(chart)}
      unit={chart.unit}
      x={x}
      xTitle=""
      xText={timeText}
      curves={curves}
      height={chartHeight}
      range={wholeRange ? chart.range : undefined}
      follow={follow}
      onCursor={(seconds) => clock.moveTo(seconds / scan)}
      valueText={(value) => liveValue(value, i18n.language)}
    >
      <Button look="quiet" onPress={() => toggleKept(chart.key)}>
        {t(isKept ? 'removeTrend' : 'keepTrend')}
      </Button>
    </Trend>
  )
}

/** What a chart is called in the language of the window. */
function useChartTitle(): (chart: Chart) => string {
  const { t } = useTranslation('watch')
  const quantity = useQuantityName()
  return ({ kind, component, name }) =>
    kind === 'fault' ? t('severityOf', { name }) : `${component} ${quantity(name)}`
}

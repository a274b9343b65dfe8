import { memo, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
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
import styles from './trends.module.css'
import { pick, toggleKept, toggleLayer, watching } from './watching.ts'

/** px; the title of a chart may take two lines. */
const least = { height: 108, width: 388 }
const most = 320
const titleHeight = 48

/** Trends of the picked component and of what is kept, both controllers overlaid. */
export const Trends = memo(({ set }: { readonly set: FilmSet }) => {
  const { t } = useTranslation('watch')
  const { picked, kept, hidden, wholeRange } = useStore(watching)
  const charts = useMemo(() => chartsOf(set), [set])
  const x = useMemo(() => Float64Array.from({ length: set.scans }, (_, scan) => scan * set.model.scan), [set])
  const keptCharts = charts.filter(({ key }) => kept.includes(key))
  const own = picked === undefined ? [] : chartsOn(charts, picked).filter(({ key }) => !kept.includes(key))
  const title = useChartTitle()
  const [area, height] = useChartHeight(keptCharts.length + own.length)
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
      <div ref={area} className={styles.charts}>
        {[...keptCharts, ...own].map((chart) => (
          <ChartView key={chart.key} set={set} chart={chart} x={x} height={height} isKept={kept.includes(chart.key)} />
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
  readonly height: number
  readonly isKept: boolean
}

function ChartView({ set, chart, x, height, isKept }: ChartProps) {
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
      height={height}
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

/** How high charts are so that they fill their area, and the area. */
function useChartHeight(count: number): [area: RefObject<HTMLDivElement | null>, height: number] {
  const area = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = area.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const rows = Math.ceil(count / Math.max(1, Math.floor(size.width / least.width)))
  const room = Math.floor(size.height / Math.max(1, rows)) - titleHeight
  return [area, Math.min(Math.max(room, least.height), most)]
}

/** What a chart is called in the language of the window. */
function useChartTitle(): (chart: Chart) => string {
  const { t } = useTranslation('watch')
  const quantity = useQuantityName()
  return ({ kind, component, name }) =>
    kind === 'fault' ? t('severityOf', { name }) : `${component} ${quantity(name)}`
}

import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from './trend.module.css'

export interface TrendCurve {
  readonly title: string
  readonly values: ArrayLike<number>
  /** A CSS variable of the theme, such as `--curve-1`. */
  readonly colour: string
  readonly dashed?: boolean
  /** Two curves with the same band are the edges of one shaded area. */
  readonly band?: string
}

interface Props {
  readonly label: string
  /** What the curves have in common on the horizontal axis. */
  readonly x: ArrayLike<number>
  readonly xTitle: string
  readonly unit: string
  readonly curves: readonly TrendCurve[]
  readonly height: number
  /** Bounds of the vertical axis where they are known. */
  readonly range?: readonly [low: number, high: number]
  /** Where the present lies; a line that can be moved without drawing the curves anew. */
  readonly cursor?: number | undefined
  onCursor?(x: number): void
}

/** Curves over time or over work, drawn by uPlot. The cursor moves without React drawing anything. */
export function Trend({ label, x, xTitle, unit, curves, height, range, cursor, onCursor }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const moved = useRef(onCursor)
  moved.current = onCursor
  const now = useRef(cursor)
  // Titles and colours make a new plot; values are handed to the one that is there.
  const form = JSON.stringify([label, xTitle, unit, height, range, curves.map(({ values: _, ...curve }) => curve)])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `form` says when the plot has another form.
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const style = getComputedStyle(element)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    const axis = {
      stroke: colour('--ink-soft'),
      grid: { stroke: colour('--line') },
      ticks: { stroke: colour('--line') },
    }
    const chart = new uPlot(
      {
        width: element.clientWidth || 300,
        height,
        legend: { show: false },
        scales: { x: { time: false }, ...(range && { y: { range: [range[0], range[1]] } }) },
        axes: [
          { ...axis, size: 24, label: '' },
          { ...axis, size: 48 },
        ],
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        series: [
          {},
          ...curves.map(({ title, colour: name, dashed, band }) => ({
            label: title,
            stroke: colour(name),
            width: band === undefined ? 1.5 : 0.5,
            points: { show: false },
            ...(dashed && { dash: [6, 4] }),
          })),
        ],
        bands: bandsOf(curves).map(({ series, colour: name }) => ({ series, fill: `${colour(name)}33` })),
        hooks: {
          drawClear: [],
          draw: [
            (drawn) => {
              if (now.current === undefined) return
              const left = Math.round(drawn.valToPos(now.current, 'x', true))
              drawn.ctx.fillStyle = colour('--ink')
              drawn.ctx.fillRect(left, drawn.bbox.top, 1, drawn.bbox.height)
            },
          ],
        },
      },
      [x, ...curves.map(({ values }) => values)] as unknown as uPlot.AlignedData,
      element,
    )
    chart.over.addEventListener('click', () => {
      const { left } = chart.cursor
      if (left !== undefined && left >= 0) moved.current?.(chart.posToVal(left, 'x'))
    })
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    plot.current = chart
    return () => {
      observer.disconnect()
      chart.destroy()
      plot.current = undefined
    }
  }, [form])

  useEffect(() => {
    plot.current?.setData([x, ...curves.map(({ values }) => values)] as unknown as uPlot.AlignedData)
  }, [x, curves])

  useEffect(() => {
    now.current = cursor
    plot.current?.redraw(false)
  }, [cursor])

  return (
    <figure className={styles.trend} aria-label={label}>
      <figcaption>
        <strong>{label}</strong> {unit !== '' && <span>({unit})</span>}
        {curves
          .filter(({ title }) => title !== '')
          .map(({ title, colour, dashed }) => (
            <span key={title} className={styles.key}>
              <i style={{ borderTop: `2px ${dashed ? 'dashed' : 'solid'} var(${colour})` }} /> {title}
            </span>
          ))}
        <span className={styles.axis}>{xTitle}</span>
      </figcaption>
      <div ref={host} />
    </figure>
  )
}

function bandsOf(curves: readonly TrendCurve[]): { series: [number, number]; colour: string }[] {
  const edges = new Map<string, number[]>()
  curves.forEach(({ band }, index) => {
    if (band !== undefined) edges.set(band, [...(edges.get(band) ?? []), index + 1])
  })
  return [...edges.values()].flatMap(([upper, lower]) =>
    upper === undefined || lower === undefined
      ? []
      : [{ series: [upper, lower] as [number, number], colour: curves[upper - 1]?.colour ?? '' }],
  )
}

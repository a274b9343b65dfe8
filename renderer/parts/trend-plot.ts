import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

export interface TrendCurve {
  readonly title: string
  /** Null where there is none: the curve goes on to the next. */
  readonly values: ArrayLike<number | null>
  /** A CSS variable of the theme, such as `--curve-1`. */
  readonly colour: string
  readonly dashed?: boolean
  readonly dotted?: boolean
  /** Two curves with the same band are the edges of one shaded area. */
  readonly band?: string
  /** The axis makes no room for it: a bound that lies far from what is drawn. */
  readonly roomless?: boolean
}

/** How a plot looks, besides its values. */
interface PlotForm {
  readonly curves: readonly Omit<TrendCurve, 'values'>[]
  /** Bounds of the vertical axis where they are known. */
  readonly range?: readonly [low: number, high: number] | undefined
  /** How a place on the horizontal axis is written. */
  readonly xText?: ((x: number) => string) | undefined
}

export interface Plot {
  setValues(x: ArrayLike<number>, curves: readonly TrendCurve[]): void
  /** Moves the line of the present; nothing else is drawn anew. */
  setCursor(x: number | undefined): void
  destroy(): void
}

const alignedData = (x: ArrayLike<number>, curves: readonly TrendCurve[]) =>
  [x, ...curves.map(({ values }) => values)] as unknown as uPlot.AlignedData

/** A plot that fills its host. `onPoint` is told where on the horizontal axis it is clicked. */
export function createPlot(host: HTMLElement, form: PlotForm, onPoint: (x: number) => void): Plot {
  const style = getComputedStyle(host)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const font = `11px ${style.fontFamily}`
  const axis = {
    font,
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1, size: 4 },
    gap: 4,
  }
  const { curves, range, xText } = form
  const size = () => ({ width: host.clientWidth || 300, height: host.clientHeight || 100 })
  let present: number | undefined
  const cursor = document.createElement('i')
  cursor.style.cssText = 'position:absolute;inset-block:0;inset-inline-start:0;width:1px;pointer-events:none'
  cursor.style.background = colour('--ink')

  const chart = new uPlot(
    {
      ...size(),
      legend: { show: false },
      scales: { x: { time: false }, ...(range && { y: { range: [range[0], range[1]] } }) },
      axes: [
        { ...axis, size: 22, ...(xText && { values: (_, splits) => splits.map(xText), incrs: timeSteps }) },
        { ...axis, size: 46 },
      ],
      padding: [6, 22, 0, 0],
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      series: [
        {},
        ...curves.map(({ title, colour: name, dashed, dotted, band, roomless }) => ({
          label: title,
          stroke: colour(name),
          width: band === undefined ? 1.5 : 0.5,
          // One value alone makes no line.
          points: { show: ({ data }: uPlot) => data[0].length === 1 },
          spanGaps: true,
          auto: !roomless,
          ...(dashed && { dash: [6, 4] }),
          ...(dotted && { dash: [1.5, 2.5] }),
        })),
      ],
      bands: bandsOf(curves).map(({ series, colour: name }) => ({
        series,
        fill: `color-mix(in srgb, ${colour(name)} 20%, transparent)`,
      })),
      hooks: { draw: [place] },
    },
    alignedData(
      [],
      curves.map((curve) => ({ ...curve, values: [] })),
    ),
    host,
  )
  chart.over.append(cursor)
  chart.over.addEventListener('click', () => {
    const { left } = chart.cursor
    if (left !== undefined && left >= 0) onPoint(chart.posToVal(left, 'x'))
  })
  const observer = new ResizeObserver(() => chart.setSize(size()))
  observer.observe(host)

  function place() {
    cursor.hidden = present === undefined
    if (present !== undefined) cursor.style.transform = `translateX(${chart.valToPos(present, 'x')}px)`
  }

  return {
    setValues: (x, curves) => chart.setData(alignedData(x, curves)),
    setCursor(x) {
      present = x
      place()
    },
    destroy() {
      observer.disconnect()
      chart.destroy()
    },
  }
}

/** Distances between ticks that people read time by, s. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400]

function bandsOf(curves: PlotForm['curves']): { series: [number, number]; colour: string }[] {
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

import { type ReactNode, useEffect, useRef } from 'react'
import styles from './trend.module.css'
import { createPlot, type Plot, type TrendCurve } from './trend-plot.ts'
import { useTheme } from './use-theme.ts'

export type { TrendCurve }

interface Props {
  readonly label: string
  /** What the curves have in common on the horizontal axis. */
  readonly x: ArrayLike<number>
  readonly xTitle: string
  readonly unit: string
  readonly curves: readonly TrendCurve[]
  readonly height: number
  /** Bounds of the vertical axis where they are known. */
  readonly range?: readonly [low: number, high: number] | undefined
  /** How a place on the horizontal axis is written. */
  readonly xText?: (x: number) => string
  /** Where the present lies. */
  readonly cursor?: number | undefined
  /** Moves the present without React: called with what moves it, gives what ends that. */
  follow?(move: (x: number) => void): () => void
  onCursor?(x: number): void
  /** How a value at the present is written beside its curve. */
  readonly valueText?: (value: number) => string
  /** Buttons beside the title. */
  readonly children?: ReactNode
}

/** Curves over time or over work, drawn by uPlot. The present moves without React drawing anything. */
export function Trend(props: Props) {
  const { label, x, xTitle, unit, curves, height, range, xText, cursor, follow, valueText, children } = props
  const host = useRef<HTMLDivElement>(null)
  const keys = useRef<HTMLElement>(null)
  const plot = useRef<Plot | undefined>(undefined)
  const latest = useRef(props)
  latest.current = props
  const theme = useTheme()
  // Titles and colours make a new plot; values are handed to the one that is there.
  const form = JSON.stringify([range, theme, curves.map(({ values: _, ...curve }) => curve)])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `form` says when the plot has another form.
  useEffect(() => {
    if (host.current === null) return
    const made = createPlot(host.current, { range, xText, curves }, (at) => latest.current.onCursor?.(at))
    made.setValues(x, curves)
    made.setCursor(latest.current.cursor)
    plot.current = made
    return () => {
      made.destroy()
      plot.current = undefined
    }
  }, [form])

  useEffect(() => {
    plot.current?.setValues(x, curves)
  }, [x, curves])

  useEffect(() => {
    plot.current?.setCursor(cursor)
  }, [cursor])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a plot of another form has to be moved as well.
  useEffect(() => {
    let shown = -1
    return follow?.((at) => {
      plot.current?.setCursor(at)
      const place = placeOf(x, at)
      if (place === shown) return
      shown = place
      const outputs = keys.current?.querySelectorAll('output') ?? []
      outputs.forEach((output, index) => {
        const value = curves[index]?.values[place]
        output.textContent = value === undefined || value === null ? '' : (valueText ?? String)(value)
      })
    })
  }, [follow, form, x, curves])

  return (
    <figure className={styles.trend} aria-label={label}>
      <figcaption ref={keys}>
        <strong>{label}</strong> {unit !== '' && <span>({unit})</span>}
        {curves.map(({ title, colour, dashed, dotted }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: curves have no other name than their place.
          <span key={index} className={styles.key} hidden={title === ''}>
            <i style={{ borderTop: `2px ${dashed ? 'dashed' : dotted ? 'dotted' : 'solid'} var(${colour})` }} /> {title}{' '}
            <output />
          </span>
        ))}
        <span className={styles.axis}>{xTitle}</span>
        {children}
      </figcaption>
      <div ref={host} className={styles.plot} style={{ blockSize: height }} />
    </figure>
  )
}

/** The last place whose x is not beyond `at`. */
function placeOf(x: ArrayLike<number>, at: number): number {
  let [low, high] = [0, x.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((x[middle] as number) <= at) low = middle
    else high = middle - 1
  }
  return low
}

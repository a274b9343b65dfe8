import type { Chart, Curve } from './evidence.ts'
import { element, type Html } from './html.ts'

const [width, height] = [760, 240]
const [left, right, top, bottom] = [70, 10, 14, 34]
/** Okabe and Ito, 2008: told apart by most eyes, and in print by the dashes. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00']
const dashes = ['none', '7 3', '2 3', '9 3 2 3', '4 2', '1 2']
/** Of a curve, more points than this say nothing on paper. */
const mostPoints = 400

/** Curves over a common axis as a figure. Values that are not finite are left out. */
export function chart({ title, unit, along, curves }: Chart): Html {
  const shown = curves.map(finite).filter(({ at }) => at.length > 0)
  const x = scale(
    shown.flatMap(({ at }) => at),
    left,
    width - right,
  )
  const y = scale(
    shown.flatMap(({ values }) => values),
    height - bottom,
    top,
  )
  const label = (content: string, at: Readonly<Record<string, string | number>>) =>
    element('text', { 'font-size': 11, fill: '#444', ...at }, content)
  const ticks = [0, 0.5, 1].flatMap((share) => [
    label(digits(y.at(share)), { x: left - 6, y: y.place(y.at(share)) + 4, 'text-anchor': 'end' }),
    label(digits(x.at(share)), {
      x: x.place(x.at(share)),
      y: height - bottom + 15,
      'text-anchor': anchors[share * 2] as string,
    }),
  ])
  const lines = shown.map(({ at, values }, row) =>
    element('polyline', {
      fill: 'none',
      stroke: colours[row % colours.length] as string,
      'stroke-width': 1.6,
      'stroke-dasharray': dashes[row % dashes.length] as string,
      points: at.map((one, index) => `${places(x.place(one))},${places(y.place(values[index] as number))}`).join(' '),
    }),
  )
  const frame = element('path', {
    d: `M${left} ${top}V${height - bottom}H${width - right}`,
    fill: 'none',
    stroke: '#888',
  })
  const drawing = [frame, ...ticks, label(along, { x: width / 2, y: height - 4, 'text-anchor': 'middle' }), ...lines]
  const legend = shown.map(({ name }, row) =>
    element('span', { style: `color:${colours[row % colours.length]};margin-right:1em` }, `${row + 1} ${name}`),
  )
  const caption = unit === '' ? title : `${title}, ${unit}`
  return element('figure', {}, [
    element('figcaption', {}, [`${caption}. `, ...legend]),
    element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': caption }, drawing),
  ])
}

const anchors = ['start', 'middle', 'end']

export interface Bar {
  readonly name: string
  readonly value: number
  readonly interval: readonly [low: number, high: number]
}

const barHeight = 22
const nameWidth = 250

/** Changes with their intervals, one below the other, around the line of no change. */
export function intervals(title: string, bars: readonly Bar[]): Html {
  const known = bars.flatMap(({ value, interval }) => [value, ...interval]).filter(Number.isFinite)
  const x = scale([...known, 0], nameWidth, width - 20)
  const rows = bars.flatMap(({ name, value, interval: [low, high] }, row) => {
    const y = row * barHeight + 15
    const [from, to] = [low, high].map((end, side) => places(x.place(Number.isFinite(end) ? end : x.at(side)))) as [
      number,
      number,
    ]
    const colour = high < 0 ? '#009e73' : low > 0 ? '#d55e00' : '#555'
    return [
      element('text', { x: nameWidth - 8, y: y + 4, 'font-size': 11, 'text-anchor': 'end' }, cut(name)),
      element('line', { x1: from, x2: to, y1: y, y2: y, stroke: colour, 'stroke-width': 2 }),
      element('circle', { cx: places(x.place(Number.isFinite(value) ? value : 0)), cy: y, r: 4, fill: colour }),
    ]
  })
  const bottomLine = bars.length * barHeight + 8
  const zero = places(x.place(0))
  const end = (share: number, anchor: string) =>
    element(
      'text',
      { x: places(x.place(x.at(share))), y: bottomLine + 14, 'font-size': 11, 'text-anchor': anchor, fill: '#444' },
      `${(100 * x.at(share)).toFixed(1)} %`,
    )
  return element('figure', {}, [
    element('figcaption', {}, title),
    element('svg', { viewBox: `0 0 ${width} ${bottomLine + 20}`, role: 'img', 'aria-label': title }, [
      element('line', { x1: zero, x2: zero, y1: 2, y2: bottomLine, stroke: '#888', 'stroke-dasharray': '3 3' }),
      ...rows,
      end(0, 'start'),
      end(1, 'end'),
    ]),
  ])
}

function scale(values: readonly number[], from: number, to: number) {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  const span = high > low ? high - low : 1
  const start = Number.isFinite(low) ? low : 0
  return {
    at: (share: number) => start + share * span,
    place: (value: number) => from + ((to - from) * (value - start)) / span,
  }
}

function finite({ name, at, values }: Curve): Curve {
  const every = Math.ceil(at.length / mostPoints)
  const kept = at.map((_, index) => index).filter((index) => index % every === 0 && Number.isFinite(values[index]))
  return { name, at: kept.map((index) => at[index] as number), values: kept.map((index) => values[index] as number) }
}

const places = (value: number) => Number(value.toFixed(1))
const digits = (value: number) => String(Number(value.toPrecision(3)))
const longestName = 42
const cut = (name: string) => (name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`)

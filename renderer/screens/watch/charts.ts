import type { FilmSet, LineLimit, Series } from '../../../core/engine/window/contract.ts'

/** What may be shown of a quantity beside its true value. */
export const layers = ['truth', 'control', 'reading', 'shown', 'setpoint', 'limit', 'fault'] as const
export type Layer = (typeof layers)[number]

/** One diagram over time: everything that is known of one quantity, or the severity of one fault. */
export interface Chart {
  readonly key: string
  readonly kind: 'quantity' | 'control' | 'fault'
  readonly component: string
  /** Quantity or actuator, or the name of the failure. */
  readonly name: string
  readonly unit: string
  /** What an empty and a full scale mean. */
  readonly range: readonly [low: number, high: number]
  readonly lines: readonly ChartLine[]
  readonly limits: readonly LineLimit[]
}

export interface ChartLine {
  readonly layer: Exclude<Layer, 'limit'>
  readonly tag: string
  /** Place of its film in the set. */
  readonly film: number
  readonly values: Float32Array
}

const keyOf = ({ kind, tag, component, quantity }: Series) =>
  kind === 'fault' ? `fault ${tag}` : `${component} ${quantity}`

/** Every chart that can be drawn of a day, in the order of the line. */
export function chartsOf({ films, model }: FilmSet): readonly Chart[] {
  const charts = new Map<string, Chart>()
  films.forEach(({ series }, film) => {
    for (const one of series) {
      const key = keyOf(one)
      const chart = charts.get(key) ?? begin(key, one, model.limits)
      if (!tellsMore(one, film, chart)) continue
      const line: ChartLine = { layer: one.kind, tag: one.tag, film, values: one.values }
      charts.set(key, { ...chart, ...(one.kind === 'control' && { kind: 'control' }), lines: [...chart.lines, line] })
    }
  })
  return [...charts.values()]
}

/** Set points and faults are the same under every controller; what the loops are shown differs under a policy alone. */
function tellsMore({ kind, tag, values }: Series, film: number, { lines }: Chart): boolean {
  if (kind === 'setpoint' || kind === 'fault') return film === 0
  if (kind !== 'shown') return true
  const reading = lines.find((line) => line.layer === 'reading' && line.tag === tag && line.film === film)
  return reading === undefined || values.some((value, scan) => value !== reading.values[scan])
}

function begin(key: string, { kind, tag, component, quantity, unit, low, high }: Series, all: readonly LineLimit[]) {
  const limits = all.filter((limit) => limit.component === component && limit.quantity === quantity)
  const isFault = kind === 'fault'
  const chart: Chart = {
    key,
    kind: isFault ? 'fault' : 'quantity',
    component,
    name: isFault ? tag : quantity,
    unit,
    range: [low, high],
    lines: [],
    limits: isFault ? [] : limits,
  }
  return chart
}

/** The charts of a component: what is measured or driven first. */
export function chartsOn(charts: readonly Chart[], component: string): readonly Chart[] {
  const rank = ({ kind, lines }: Chart) => (kind === 'fault' ? 2 : lines.some(({ layer }) => layer !== 'truth') ? 0 : 1)
  return charts.filter((chart) => chart.component === component).sort((a, b) => rank(a) - rank(b))
}

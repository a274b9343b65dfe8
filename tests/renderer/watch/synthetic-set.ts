import type { Film, FilmEvent, FilmSet, LineModel, Series } from '../../../core/engine/window/contract.ts'

export const series = (
  kind: Series['kind'],
  tag: string,
  component: string,
  quantity: string,
  values: number[],
): Series => ({
  kind,
  tag,
  component,
  quantity,
  unit: kind === 'control' ? '%' : 'cm',
  low: 0,
  high: 62,
  values: Float32Array.from(values),
})

export const film = (
  controller: Film['controller'],
  events: readonly FilmEvent[],
  some: readonly Series[] = [],
): Film => ({
  controller,
  series: some,
  events,
  consequence: { cost: 1, goals: [], limits: [], tripped: false },
})

/** What a film says of a line of nothing but tags. */
export const setOf = (films: readonly Film[], model: Partial<LineModel> = {}): FilmSet => ({
  name: 'synthetic',
  faults: [],
  scans: 3,
  films,
  model: {
    summary: {
      ...{ name: 'synthetic', title: '', source: '', hash: '', step: '1 s', scan: '5 s', horizon: '10 s' },
      ...{ components: [], signals: [], controls: [], loops: [], goals: [], limits: [], failures: [] },
    },
    ...{ scan: 5, horizon: 10, components: [], connections: [], signals: [], controls: [], limits: [], failures: [] },
    ...model,
  },
})

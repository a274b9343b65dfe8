import type { Film, FilmEvent, LineModel, Series } from '../../../core/engine/window/contract.ts'

type Component = LineModel['components'][number]

/** What a film of each kind's components holds: quantity or actuator, unit, range and how it swings within it. */
const tracks: Readonly<
  Record<
    string,
    readonly (readonly [kind: 'truth' | 'control', name: string, unit: string, low: number, high: number])[]
  >
> = {
  tank: [
    ['truth', 'level', 'cm', 0, 62],
    ['truth', 'temperature', 'degC', 0, 100],
  ],
  pump: [
    ['control', 'speed', '%', 0, 100],
    ['truth', 'flow', 'l/s', 0, 2],
  ],
  'metering-pump': [
    ['control', 'speed', '%', 0, 100],
    ['truth', 'flow', 'l/s', 0, 2],
  ],
  valve: [
    ['truth', 'opening', '%', 0, 100],
    ['truth', 'flow', 'l/s', 0, 2],
  ],
  'divert-valve': [
    ['truth', 'share', '%', 0, 100],
    ['truth', 'diverted', 'l/s', 0, 2],
  ],
  pipe: [['truth', 'flow', 'l/s', 0, 2]],
  'heat-exchanger': [
    ['truth', 'hot temperature', 'degC', 0, 100],
    ['truth', 'cold temperature', 'degC', 0, 100],
  ],
  'electric-heater': [['truth', 'power', 'W', 0, 1]],
  'thermal-mass': [['truth', 'temperature', 'degC', 0, 100]],
  feed: [['truth', 'flow', 'l/s', 0, 2]],
  product: [['truth', 'flow', 'l/s', 0, 2]],
  machine: [
    ['truth', 'rate', 'bottles/s', 0, 12],
    ['truth', 'up', '', 0, 1],
  ],
  conveyor: [['truth', 'content', 'bottles', 0, 900]],
  buffer: [['truth', 'content', 'bottles', 0, 1200]],
}

function seriesOf({ tag, kind }: Component, index: number, scans: number): readonly Series[] {
  return (tracks[kind] ?? []).map(([of, quantity, unit, low, high], track) => ({
    kind: of,
    tag: of === 'control' ? `SC-${tag}` : tag,
    component: tag,
    quantity,
    unit,
    low,
    high,
    values: Float32Array.from({ length: scans }, (_, scan) => {
      const share = quantity === 'up' ? 1 : 0.55 + 0.35 * Math.sin(scan / 20 + index * 1.3 + track)
      return low + share * (high - low)
    }),
  }))
}

/** A film in which everything swings, on a line of any size: no dream, a double for what a picture needs of one. */
export const syntheticFilm = (model: LineModel, scans: number, events: readonly FilmEvent[] = []): Film => ({
  controller: 'baseline',
  series: model.components.flatMap((component, index) => seriesOf(component, index, scans)),
  events,
  consequence: { cost: 0, goals: [], limits: [], tripped: false },
})

import { add, divide, maximum, minimum, multiply, subtract } from '../../graph/elementwise.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { intoCells, lastOfEach, mirrored, shiftedIn } from '../cells.ts'
import type { Group, Kind, Surroundings } from '../kind.ts'

/** Cells a side: a chain of mixed cells gets no more than `cellsPerSide` transfer units. */
const cellsPerSide = 8
/** Deposits never insulate wholly, which keeps the thermal resistance finite. */
const leastClean = 1e-3
/** A side that stands still, m³/s. */
const leastFlow = 1e-9

/**
 * Thermal resistance between a hot cell and its cold neighbour, [count, lanes], K/W.
 *
 * Through plates, heat follows the mean of a cell's inlet and outlet temperatures, which for a steady state is
 * q = ΔT/R with ΔT between the outlets and R = 1/UA − 1/(2·ρ·cp·q_hot) − 1/(2·ρ·cp·q_cold): so the whole exchanger has the
 * effectiveness of counter-current flow (VDI Heat Atlas, C1). What the cells store in a step is added, since ΔT is taken
 * before the exchange: so heat never passes equal temperatures.
 */
function resistance(group: Group, around: Surroundings): Tensor {
  const clean = maximum(subtract(1, group.fault('fouled')), leastClean)
  const conductance = maximum(divide(multiply(group.parameter('conductance'), clean), cellsPerSide), 1e-3)
  const half = (side: 'hot' | 'cold') =>
    divide(0.5 / around.heatCapacity, maximum(around.flow(`${side} in`), leastFlow))
  const stored = (side: 'hot' | 'cold') =>
    divide((around.step * cellsPerSide) / around.heatCapacity, group.parameter(`${side} volume`))
  const flowing = subtract(divide(1, conductance), add(half('hot'), half('cold')))
  return add(maximum(flowing, 0), add(stored('hot'), stored('cold')))
}

/** A counter-current heat exchanger, each side cut into well-mixed cells; what one side loses, the other gains. */
export const heatExchanger: Kind = {
  name: 'heat-exchanger',
  text: 'counter-current heat exchanger, as a heater, cooler or regenerator',
  ports: {
    'hot in': { text: 'inlet of the hot side', medium: 'fluid', direction: 'in' },
    'hot out': { text: 'outlet of the hot side', medium: 'fluid', direction: 'out' },
    'cold in': { text: 'inlet of the cold side', medium: 'fluid', direction: 'in' },
    'cold out': { text: 'outlet of the cold side', medium: 'fluid', direction: 'out' },
  },
  parameters: {
    conductance: { text: 'heat transfer, U·A', dimension: 'conductance', minimum: 0, spread: 0.03 },
    'hot volume': { text: 'volume of the hot side', dimension: 'volume', minimum: 1e-9 },
    'cold volume': { text: 'volume of the cold side', dimension: 'volume', minimum: 1e-9 },
    temperature: { text: 'temperature at the start', dimension: 'temperature', default: 293.15 },
  },
  options: {},
  actuators: {},
  states: {
    hot: { text: 'hot side', dimension: 'temperature', start: 'temperature', wander: 0.02, cells: true, thermal: true },
    cold: {
      text: 'cold side',
      dimension: 'temperature',
      start: 'temperature',
      wander: 0.02,
      cells: true,
      thermal: true,
    },
  },
  quantities: {
    'hot temperature': { text: 'temperature at the hot outlet', dimension: 'temperature' },
    'cold temperature': { text: 'temperature at the cold outlet', dimension: 'temperature' },
  },
  modes: {
    fouled: {
      code: 'IHT',
      text: 'Deposits on the plates let less heat through.',
      worksheet: {
        cause: 'Scale, protein or biofilm builds up on the plates between cleanings.',
        effect: 'Less heat passes: the heated side leaves colder, and the loop asks for more heating medium.',
        detection:
          'The temperature difference between the sides grows at the same flows; the heating valve creeps open.',
      },
      severity: { text: 'share of the heat transfer lost', dimension: 'fraction', low: 0.1, high: 0.5 },
      profile: 'ramp',
      rate: 2,
    },
  },
  cells: () => cellsPerSide,
  equations: {
    temperature: (group, port) => lastOfEach(group.state(port === 'hot out' ? 'hot' : 'cold'), group.cells),
    next: (group, around) => {
      const side = (name: 'hot' | 'cold') => {
        const cell = group.state(name)
        const rate = divide(around.step * cellsPerSide, group.parameter(`${name} volume`))
        // A flow that fills more than a cell a step would swing ever wider.
        const moved = intoCells(minimum(multiply(around.flow(`${name} in`), rate), 1), group.cells)
        const upstream = shiftedIn(cell, around.temperature(`${name} in`), group.cells)
        return { rate: intoCells(rate, group.cells), cell: add(cell, multiply(moved, subtract(upstream, cell))) }
      }
      const hot = side('hot')
      const cold = side('cold')
      const perKelvin = divide(1 / around.heatCapacity, resistance(group, around))
      const exchanged = multiply(
        intoCells(perKelvin, group.cells),
        subtract(hot.cell, mirrored(cold.cell, group.cells)),
      )
      const nextHot = subtract(hot.cell, multiply(exchanged, hot.rate))
      const nextCold = add(cold.cell, multiply(mirrored(exchanged, group.cells), cold.rate))
      return {
        states: { hot: nextHot, cold: nextCold },
        quantities: {
          'hot temperature': lastOfEach(nextHot, group.cells),
          'cold temperature': lastOfEach(nextCold, group.cells),
        },
      }
    },
  },
}

import { add, divide, multiply, subtract } from '../../graph/elementwise.ts'
import { intoCells, lastOfEach, mirrored, shiftedIn } from '../cells.ts'
import type { Kind } from '../kind.ts'

/** Cells a side: enough for the effectiveness of counter-current plates within a few per cent. */
const cellsPerSide = 4

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
        const moved = multiply(around.flow(`${name} in`), rate)
        const carried = subtract(shiftedIn(cell, around.temperature(`${name} in`), group.cells), cell)
        return { carried: multiply(intoCells(moved, group.cells), carried), rate: intoCells(rate, group.cells), cell }
      }
      const hot = side('hot')
      const cold = side('cold')
      const clean = subtract(1, group.fault('fouled'))
      const perCell = divide(multiply(group.parameter('conductance'), clean), around.heatCapacity * cellsPerSide)
      const exchanged = multiply(intoCells(perCell, group.cells), subtract(hot.cell, mirrored(cold.cell, group.cells)))
      const nextHot = subtract(add(hot.cell, hot.carried), multiply(exchanged, hot.rate))
      const nextCold = add(add(cold.cell, cold.carried), multiply(mirrored(exchanged, group.cells), cold.rate))
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

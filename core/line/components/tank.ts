import {
  add,
  clip,
  divide,
  maximum,
  minimum,
  multiply,
  relu,
  square,
  squareRoot,
  subtract,
} from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'

const gravity = 9.81
const density = 998
/** Below this level the outlet draws air, m. */
const suctionLevel = 0.01
/** Below this level a leak turns laminar, which keeps its slope finite, m. */
const laminarLevel = 0.002
/** Keeps the temperature of an empty tank finite: one litre. */
const leastVolume = 1e-3

/**
 * An open upright tank, well mixed. Balances of volume and of enthalpy; a leak at the bottom follows Torricelli's law and
 * what rises over the rim is lost.
 */
export const tank: Kind = {
  name: 'tank',
  text: 'open upright tank with level and temperature',
  ports: {
    in: { text: 'inlets above the level', medium: 'fluid', direction: 'in', shared: true, optional: true },
    out: { text: 'outlets at the bottom', medium: 'fluid', direction: 'out', shared: true, optional: true },
    bottom: {
      text: 'connections at the bottom that may flow both ways',
      medium: 'fluid',
      direction: 'both',
      shared: true,
      optional: true,
    },
    heat: { text: 'heated wall', medium: 'heat', direction: 'both', shared: true, optional: true },
  },
  parameters: {
    area: { text: 'cross-section', dimension: 'area', minimum: 1e-6, spread: 0.02 },
    height: { text: 'height of the rim over the bottom', dimension: 'length', minimum: 1e-3 },
    level: { text: 'level at the start', dimension: 'length', default: 0, minimum: 0 },
    temperature: { text: 'temperature at the start', dimension: 'temperature', default: 293.15 },
    loss: { text: 'heat loss to the surroundings', dimension: 'conductance', default: 0, minimum: 0 },
  },
  options: {},
  actuators: {},
  states: {
    level: { text: 'level', dimension: 'length', start: 'level', wander: 3e-4 },
    temperature: { text: 'temperature', dimension: 'temperature', start: 'temperature', wander: 0.01, thermal: true },
  },
  quantities: {
    level: { text: 'level', dimension: 'length' },
    temperature: { text: 'temperature', dimension: 'temperature' },
    lost: { text: 'flow lost through leaks and over the rim', dimension: 'volume flow' },
  },
  modes: {
    leak: {
      code: 'ELP',
      text: 'The tank leaks at the bottom.',
      worksheet: {
        cause: 'Corrosion, a cracked weld, or a drain valve or gasket that does not seal.',
        effect: 'Medium is lost and the level falls, or more has to flow in to hold it.',
        detection: 'The level falls faster than the flows in and out explain; liquid stands in the bund.',
      },
      severity: { text: 'area of the hole', dimension: 'area', low: 1e-5, high: 1e-4 },
      profile: 'step',
      rate: 0.05,
    },
  },
  equations: {
    pressure: (group) => multiply(group.state('level'), density * gravity),
    suction: (group) => clip(multiply(group.state('level'), 1 / suctionLevel), 0, 1),
    temperature: (group) => group.state('temperature'),
    next: (group, around) => {
      const area = group.parameter('area')
      const level = group.state('level')
      const wetted = relu(level)
      const outflow = divide(wetted, squareRoot(squareRoot(add(square(wetted), laminarLevel ** 2))))
      const leak = multiply(group.fault('leak'), multiply(outflow, Math.sqrt(2 * gravity)))
      const filled = add(level, divide(multiply(subtract(around.inflow(), leak), around.step), area))
      const nextLevel = maximum(minimum(filled, group.parameter('height')), 0)
      const overflow = divide(multiply(subtract(filled, nextLevel), area), around.step)
      const lost = add(leak, overflow)
      if (!around.thermal) return { states: { level: nextLevel }, quantities: { level: nextLevel, lost } }
      const temperature = group.state('temperature')
      const loss = multiply(group.parameter('loss'), subtract(temperature, around.ambient))
      const warming = divide(subtract(around.heat(), loss), around.heatCapacity)
      const inflow = add(subtract(around.enthalpyInflow(), multiply(leak, temperature)), warming)
      const gained = subtract(inflow, multiply(subtract(around.inflow(), leak), temperature))
      const volume = maximum(multiply(filled, area), leastVolume)
      const nextTemperature = add(temperature, divide(multiply(gained, around.step), volume))
      return {
        states: { level: nextLevel, temperature: nextTemperature },
        quantities: { level: nextLevel, temperature: nextTemperature, lost },
      }
    },
  },
}

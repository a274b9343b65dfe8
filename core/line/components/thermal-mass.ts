import { add, divide, multiply, square, subtract } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'
import { stefanBoltzmann } from '../radiation.ts'

/**
 * A body at one temperature that loses heat by convection and radiation:
 * m·cp·T' = Q + U·A·(Ta − T) + ε·σ·A·(Ta⁴ − T⁴).
 */
export const thermalMass: Kind = {
  name: 'thermal-mass',
  text: 'solid body with heat losses',
  ports: { heat: { text: 'heat in', medium: 'heat', direction: 'both', shared: true, optional: true } },
  parameters: {
    mass: { text: 'mass', dimension: 'mass', minimum: 1e-9, spread: 0.05 },
    'specific heat': { text: 'specific heat', dimension: 'specific heat', minimum: 1 },
    area: { text: 'surface to the surroundings', dimension: 'area', minimum: 0 },
    transfer: { text: 'convection from the surface', dimension: 'heat transfer', minimum: 0, spread: 0.05 },
    emissivity: { text: 'emissivity of the surface', dimension: 'fraction', default: 0, minimum: 0, maximum: 1 },
    temperature: { text: 'temperature at the start', dimension: 'temperature', default: 293.15 },
  },
  options: {},
  actuators: {},
  states: { temperature: { text: 'temperature', dimension: 'temperature', start: 'temperature', wander: 0.01 } },
  quantities: { temperature: { text: 'temperature', dimension: 'temperature' } },
  modes: {
    'losing heat': {
      code: 'IHT',
      text: 'A draught or lost insulation carries off more heat than usual.',
      worksheet: {
        cause: 'Insulation is damaged or wet, or a cover stands open to a draught.',
        effect: 'The body cools faster and needs more heat to hold its temperature.',
        detection: 'The duty rises for the same set point, or the temperature falls at the same duty.',
      },
      severity: { text: 'share added to the convection', dimension: 'fraction', low: 0.2, high: 1 },
      profile: 'step',
      rate: 0.5,
    },
  },
  equations: {
    temperature: (group) => group.state('temperature'),
    next: (group, around) => {
      const temperature = group.state('temperature')
      const area = group.parameter('area')
      const transfer = multiply(group.parameter('transfer'), add(group.fault('losing heat'), 1))
      const convection = multiply(multiply(transfer, area), subtract(around.ambient, temperature))
      const emission = multiply(multiply(group.parameter('emissivity'), area), stefanBoltzmann)
      const radiation = multiply(emission, subtract(square(square(around.ambient)), square(square(temperature))))
      const capacity = multiply(group.parameter('mass'), group.parameter('specific heat'))
      const heat = add(add(around.heat(), convection), radiation)
      const next = add(temperature, divide(multiply(heat, around.step), capacity))
      return { states: { temperature: next }, quantities: { temperature: next } }
    },
  },
}

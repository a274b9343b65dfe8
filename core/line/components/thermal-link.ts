import { add, multiply, square, subtract } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'
import { stefanBoltzmann } from '../radiation.ts'

/** Heat exchange between two bodies: q = U·A·(Ta − Tb) + ε·σ·A·(Ta⁴ − Tb⁴). */
export const thermalLink: Kind = {
  name: 'thermal-link',
  text: 'heat exchange between two bodies',
  ports: {
    a: { text: 'one body', medium: 'heat', direction: 'both' },
    b: { text: 'the other body', medium: 'heat', direction: 'both' },
  },
  parameters: {
    area: { text: 'facing area', dimension: 'area', minimum: 0 },
    transfer: { text: 'convection and conduction', dimension: 'heat transfer', minimum: 0, spread: 0.05 },
    emissivity: { text: 'emissivity', dimension: 'fraction', default: 0, minimum: 0, maximum: 1 },
  },
  options: {},
  actuators: {},
  states: {},
  quantities: {},
  modes: {},
  equations: {
    conduction: (group, a, b) => {
      const area = group.parameter('area')
      const convection = multiply(multiply(group.parameter('transfer'), area), subtract(a, b))
      const emission = multiply(multiply(group.parameter('emissivity'), area), stefanBoltzmann)
      return add(convection, multiply(emission, subtract(square(square(a)), square(square(b)))))
    },
    next: () => ({ states: {}, quantities: {} }),
  },
}

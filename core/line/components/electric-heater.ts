import { multiply, subtract } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'

/** An electric element whose heat goes wholly into the body it is fixed to. */
export const electricHeater: Kind = {
  name: 'electric-heater',
  text: 'electric heating element',
  ports: { heat: { text: 'the heated body', medium: 'heat', direction: 'out' } },
  parameters: { power: { text: 'heat at full duty', dimension: 'power', minimum: 0, spread: 0.02 } },
  options: {},
  actuators: { duty: { text: 'share of full power', dimension: 'fraction', low: 0, high: 1, default: 0 } },
  states: {},
  quantities: { power: { text: 'heat given', dimension: 'power' } },
  modes: {
    'low output': {
      code: 'LOO',
      text: 'Part of the element has burnt out.',
      worksheet: {
        cause: 'Some of the parallel heating elements, or a phase of the supply, have failed.',
        effect: 'The body warms up more slowly and may no longer reach its set point.',
        detection: 'The duty rises for the same load, and the current at full duty is too low.',
      },
      severity: { text: 'share of the power lost', dimension: 'fraction', low: 0.2, high: 0.8 },
      profile: 'step',
      rate: 0.2,
    },
    'spurious stop': {
      code: 'UST',
      text: 'The supply of the element fails and comes back.',
      worksheet: {
        cause: 'A loose terminal, a chattering contactor or a touchy thermal cut-out interrupts the supply.',
        effect: 'Heating stops and the temperature falls until the supply returns.',
        detection: 'No current is drawn although a duty is asked for.',
      },
      severity: { text: 'off or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'intermittent',
      rate: 0.2,
    },
  },
  equations: {
    heat: (group) =>
      multiply(
        multiply(multiply(group.parameter('power'), subtract(1, group.fault('low output'))), group.actuator('duty')),
        subtract(1, group.fault('spurious stop')),
      ),
    next: (group) => ({ states: {}, quantities: { power: electricHeater.equations.heat!(group) } }),
  },
}

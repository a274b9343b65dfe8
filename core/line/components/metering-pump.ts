import { multiply, subtract } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'

/** A displacement pump: its flow follows its speed, whatever the pressure. */
export const meteringPump: Kind = {
  name: 'metering-pump',
  text: 'displacement pump whose flow follows its speed',
  ports: {
    in: { text: 'suction', medium: 'fluid', direction: 'in' },
    out: { text: 'discharge', medium: 'fluid', direction: 'out' },
  },
  parameters: { capacity: { text: 'flow at full speed', dimension: 'volume flow', minimum: 0, spread: 0.02 } },
  options: {},
  actuators: { speed: { text: 'share of full speed', dimension: 'fraction', low: 0, high: 1, default: 1 } },
  states: {},
  quantities: {
    flow: { text: 'flow delivered', dimension: 'volume flow' },
    speed: { text: 'share of full speed at which it turns', dimension: 'fraction' },
  },
  modes: {
    'low output': {
      code: 'LOO',
      text: 'Worn parts let the pump deliver less than its speed says.',
      worksheet: {
        cause: 'Worn valves, seals or displacers let medium slip back.',
        effect: 'Less is delivered: what the pump feeds runs low, or the loop turns the speed up.',
        detection: 'The measured flow, or the rate at which a tank fills, falls short of what the speed says.',
      },
      severity: { text: 'share of the flow lost', dimension: 'fraction', low: 0.1, high: 0.6 },
      profile: 'ramp',
      rate: 0.3,
    },
    'spurious stop': {
      code: 'UST',
      text: 'The pump stops by itself and comes back, as with a loose contact.',
      worksheet: {
        cause: 'A loose contact, the motor protection or a fault of the drive interrupts the pump.',
        effect: 'The flow stops until the pump comes back, and the level or flow that it holds falls.',
        detection: 'The running feedback or the flow is lost while a speed is asked for.',
      },
      severity: { text: 'stopped or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'intermittent',
      rate: 0.3,
    },
  },
  equations: {
    metered: (group) =>
      multiply(
        multiply(
          multiply(group.parameter('capacity'), subtract(1, group.fault('low output'))),
          group.actuator('speed'),
        ),
        subtract(1, group.fault('spurious stop')),
      ),
    next: (group, around) => {
      const speed = multiply(group.actuator('speed'), subtract(1, group.fault('spurious stop')))
      return { states: {}, quantities: { flow: around.flow('out'), speed } }
    },
  },
}

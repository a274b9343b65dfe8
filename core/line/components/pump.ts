import { divide, multiply, square, subtract } from '../../graph/elementwise.ts'
import type { Group, Kind } from '../kind.ts'

const gravity = 9.81
const density = 998

/** Share of full speed: what is asked for, unless the pump has stopped by itself. */
const turning = (group: Group) => multiply(group.actuator('speed'), subtract(1, group.fault('spurious stop')))

/** A centrifugal pump with a quadratic curve: H = head·s² − head·(q/flow)², by the affinity laws. */
export const pump: Kind = {
  name: 'pump',
  text: 'centrifugal pump with a quadratic curve',
  ports: {
    in: { text: 'suction', medium: 'fluid', direction: 'in' },
    out: { text: 'discharge', medium: 'fluid', direction: 'out' },
  },
  parameters: {
    head: { text: 'head at zero flow and full speed', dimension: 'length', minimum: 1e-3, spread: 0.03 },
    flow: { text: 'flow at zero head and full speed', dimension: 'volume flow', minimum: 1e-9, spread: 0.03 },
  },
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
      text: 'A worn impeller builds up less head than it should.',
      worksheet: {
        cause: 'The impeller or its wear rings are worn, or the pump draws air.',
        effect: 'Head and flow fall at the same speed, and the loop makes up for it until it saturates.',
        detection: 'Discharge pressure and flow lie below the curve of the pump at that speed.',
      },
      severity: { text: 'share of the head lost', dimension: 'fraction', low: 0.1, high: 0.6 },
      profile: 'ramp',
      rate: 0.3,
    },
    'spurious stop': {
      code: 'UST',
      text: 'The pump stops by itself.',
      worksheet: {
        cause: 'The motor protection trips, or the contactor or the drive drops out.',
        effect: 'The flow stops: what the pump feeds runs low, and what it draws from fills up.',
        detection: 'The running feedback, the motor current or the flow is lost while the pump is told to run.',
      },
      severity: { text: 'stopped or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'intermittent',
      rate: 0.3,
    },
  },
  equations: {
    element: (group) => {
      const pressure = multiply(group.parameter('head'), density * gravity)
      return {
        resistance: divide(pressure, square(group.parameter('flow'))),
        boost: multiply(multiply(pressure, square(turning(group))), subtract(1, group.fault('low output'))),
      }
    },
    next: (group, around) => ({ states: {}, quantities: { flow: around.flow('out'), speed: turning(group) } }),
  },
}

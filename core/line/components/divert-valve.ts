import { add, multiply, subtract } from '../../graph/elementwise.ts'
import { firstOrderGain } from '../first-order.ts'
import type { Kind } from '../kind.ts'

/** A three-way valve: its position is the share of the flow that leaves through port `a`; the rest leaves through `b`. */
export const divertValve: Kind = {
  name: 'divert-valve',
  text: 'three-way valve that shares a flow between two outlets',
  ports: {
    in: { text: 'inlet', medium: 'fluid', direction: 'in' },
    a: { text: 'outlet at position 100 %', medium: 'fluid', direction: 'out' },
    b: { text: 'outlet at position 0 %', medium: 'fluid', direction: 'out' },
  },
  parameters: {
    share: { text: 'position at the start', dimension: 'fraction', default: 1, minimum: 0, maximum: 1 },
    travel: { text: 'time constant of the travel', dimension: 'time', default: 1, minimum: 1e-3 },
  },
  options: { drive: { text: 'who sets the position', choices: ['control', 'fixed'] } },
  actuators: { share: { text: 'position asked for', dimension: 'fraction', low: 0, high: 1, default: 1 } },
  states: { share: { text: 'position', dimension: 'fraction', start: 'share', wander: 1e-3 } },
  quantities: {
    share: { text: 'share that leaves through a', dimension: 'fraction' },
    diverted: { text: 'flow that leaves through b', dimension: 'volume flow' },
  },
  modes: {
    stuck: {
      code: 'FTC',
      text: 'The valve stays where it is.',
      worksheet: {
        cause: 'The shaft binds on deposits, or the positioner no longer answers.',
        effect:
          'The flow keeps going where it last went: what should be diverted passes on, or what is good is sent back.',
        detection: 'The position feedback does not follow the command within the travel time.',
      },
      severity: { text: 'stuck or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'step',
      rate: 0.1,
    },
    'leaks through': {
      code: 'INL',
      text: 'Part of the flow leaves through b whatever the position.',
      worksheet: {
        cause: 'The seat or its seal is worn, cut or held open by a particle.',
        effect: 'Part of the flow is lost through b, so less goes on than the upstream pump delivers.',
        detection: 'Flow or temperature shows at outlet b while the valve stands fully at a.',
      },
      severity: { text: 'share that always leaves through b', dimension: 'fraction', low: 0.02, high: 0.2 },
      profile: 'step',
      rate: 0.1,
    },
  },
  equations: {
    share: (group) => multiply(group.state('share'), subtract(1, group.fault('leaks through'))),
    next: (group, around) => {
      const share = group.state('share')
      const driven = multiply(group.chosen('drive', 'control'), subtract(1, group.fault('stuck')))
      const gain = multiply(firstOrderGain(group.parameter('travel'), around.step), driven)
      const next = add(share, multiply(subtract(group.actuator('share'), share), gain))
      return { states: { share: next }, quantities: { share: next, diverted: around.flow('b') } }
    },
  },
}

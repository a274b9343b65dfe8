import { add } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'

/** Where medium leaves the line: a boundary at constant pressure. */
export const product: Kind = {
  name: 'product',
  text: 'outlet of the line, such as product, drain or return',
  ports: { in: { text: 'inlet', medium: 'fluid', direction: 'in', shared: true } },
  parameters: { pressure: { text: 'back pressure above atmosphere', dimension: 'pressure', default: 0 } },
  options: {},
  actuators: {},
  states: {},
  quantities: { flow: { text: 'flow that leaves the line here', dimension: 'volume flow' } },
  modes: {
    'back pressure': {
      code: 'PLU',
      text: 'Something downstream builds up pressure against the line.',
      worksheet: {
        cause: 'A valve downstream is throttled, a filter clogs or the receiving vessel is full.',
        effect: 'Less medium leaves the line, and levels and pressures upstream rise.',
        detection: 'The pressure at the outlet rises while the flow through it falls.',
      },
      severity: { text: 'added pressure', dimension: 'pressure', low: 1e4, high: 1e5 },
      profile: 'ramp',
      rate: 0.2,
    },
  },
  equations: {
    pressure: (group) => add(group.parameter('pressure'), group.fault('back pressure')),
    next: (_group, around) => ({ states: {}, quantities: { flow: around.flow('in') } }),
  },
}

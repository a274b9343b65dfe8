import { multiply, subtract } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'

/** Where medium comes from: a boundary at constant pressure and temperature. */
export const feed: Kind = {
  name: 'feed',
  text: 'supply of medium at a given pressure and temperature',
  ports: { out: { text: 'supply', medium: 'fluid', direction: 'out', shared: true } },
  parameters: {
    pressure: { text: 'supply pressure above atmosphere', dimension: 'pressure', default: 0 },
    temperature: { text: 'supply temperature', dimension: 'temperature', default: 293.15, minimum: 200, maximum: 700 },
  },
  options: {},
  actuators: {},
  states: {},
  quantities: {
    flow: { text: 'flow drawn from the supply', dimension: 'volume flow' },
    temperature: { text: 'temperature of the supply', dimension: 'temperature' },
  },
  modes: {
    'pressure lost': {
      code: 'LOO',
      text: 'The supply pressure falls by a share of its value.',
      worksheet: {
        cause: 'A worn supply pump, a clogged strainer or other consumers on the same header.',
        effect: 'Less medium enters the line, and valves have to open further for the same flow.',
        detection: 'The supply header alarms on low pressure, or valves open further for the same flow.',
      },
      severity: { text: 'share of the pressure lost', dimension: 'fraction', low: 0.2, high: 0.9 },
      profile: 'ramp',
      rate: 0.5,
    },
    'too cold': {
      code: 'AOL',
      text: 'The supply arrives colder than it should, as when steam is short.',
      worksheet: {
        cause: 'The heater of the supply is short of steam or fouled, or its pipe has lost insulation.',
        effect: 'The line has to add the missing heat, or what leaves it is too cold.',
        detection: 'A thermometer in the supply reads low, or the heating rises for the same throughput.',
      },
      severity: { text: 'fall of temperature', dimension: 'temperature difference', low: 2, high: 15 },
      profile: 'ramp',
      rate: 0.5,
    },
  },
  equations: {
    pressure: (group) => multiply(group.parameter('pressure'), subtract(1, group.fault('pressure lost'))),
    temperature: (group) => subtract(group.parameter('temperature'), group.fault('too cold')),
    next: (group, around) => ({
      states: {},
      quantities: {
        flow: around.flow('out'),
        temperature: subtract(group.parameter('temperature'), group.fault('too cold')),
      },
    }),
  },
}

import { add, divide, exponential, maximum, multiply, square, subtract } from '../../graph/elementwise.ts'
import { firstOrderGain } from '../first-order.ts'
import type { Kind } from '../kind.ts'

/** Kv is m³/h of water at 1 bar: (3600 s/h)² · 10⁵ Pa/bar. */
const kvToResistance = 3600 ** 2 * 1e5
/** A closed or plugged seat still passes this share of Kv, which keeps the resistance finite. */
const seatLeakage = 1e-3
/** ln of the rangeability 50 of an equal-percentage plug (IEC 60534-2-4). */
const rangeability = Math.log(50)

/** A control valve: flow by its Kv and characteristic (IEC 60534), stem with first-order travel. */
export const valve: Kind = {
  name: 'valve',
  text: 'control valve',
  ports: {
    in: { text: 'inlet', medium: 'fluid', direction: 'in' },
    out: { text: 'outlet', medium: 'fluid', direction: 'out' },
  },
  parameters: {
    kv: { text: 'flow coefficient when open', dimension: 'flow coefficient', minimum: 1e-9, spread: 0.03 },
    travel: { text: 'time constant of the stem', dimension: 'time', default: 1, minimum: 1e-3 },
    opening: { text: 'opening at the start', dimension: 'fraction', default: 0, minimum: 0, maximum: 1 },
  },
  options: {
    characteristic: { text: 'opening to flow', choices: ['linear', 'equal percentage'] },
  },
  actuators: { opening: { text: 'opening asked for', dimension: 'fraction', low: 0, high: 1, default: 1 } },
  states: { opening: { text: 'stem position', dimension: 'fraction', start: 'opening', wander: 1e-3 } },
  quantities: {
    opening: { text: 'stem position', dimension: 'fraction' },
    flow: { text: 'flow through the valve', dimension: 'volume flow' },
  },
  modes: {
    stuck: {
      code: 'FTC',
      text: 'The stem stays where it is, whatever is asked of it.',
      worksheet: {
        cause: 'The packing binds, deposits hold the plug, or the positioner has failed in place.',
        effect: 'The flow stays as it is, and the loop winds up to the end of its range.',
        detection: 'The position feedback does not follow the command; the controlled value drifts off.',
      },
      severity: { text: 'stuck or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'step',
      rate: 0.2,
    },
    plugged: {
      code: 'PLU',
      text: 'Deposits narrow the seat.',
      worksheet: {
        cause: 'Solids or scale build up on the seat and the trim.',
        effect: 'Less flows at the same opening, and the loop opens the valve further until it is fully open.',
        detection: 'The opening creeps up for the same flow and the same pressure drop.',
      },
      severity: { text: 'share of Kv lost', dimension: 'fraction', low: 0.2, high: 0.7 },
      profile: 'ramp',
      rate: 0.2,
    },
    'leaks through': {
      code: 'INL',
      text: 'The closed valve lets medium through.',
      worksheet: {
        cause: 'Wear, erosion or a trapped particle keeps the plug from seating.',
        effect: 'Medium passes a valve that should be shut, so that level or temperature behind it rises.',
        detection: 'There is flow, or level or temperature rises downstream, while the valve is closed.',
      },
      severity: { text: 'share of Kv that always passes', dimension: 'fraction', low: 0.02, high: 0.2 },
      profile: 'step',
      rate: 0.2,
    },
  },
  equations: {
    element: (group) => {
      const opening = group.state('opening')
      const equal = multiply(
        group.chosen('characteristic', 'equal percentage'),
        exponential(multiply(subtract(opening, 1), rangeability)),
      )
      const share = add(multiply(opening, group.chosen('characteristic', 'linear')), equal)
      const passing = multiply(maximum(share, group.fault('leaks through')), subtract(1, group.fault('plugged')))
      const open = maximum(passing, seatLeakage)
      return { resistance: divide(kvToResistance, square(multiply(group.parameter('kv'), open))) }
    },
    next: (group, around) => {
      const opening = group.state('opening')
      const travel = multiply(
        subtract(group.actuator('opening'), opening),
        firstOrderGain(group.parameter('travel'), around.step),
      )
      const next = add(opening, multiply(travel, subtract(1, group.fault('stuck'))))
      return { states: { opening: next }, quantities: { opening: next, flow: around.flow('out') } }
    },
  },
}

import { add, divide, less, minimum, multiply, subtract } from '../../graph/elementwise.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Seconds } from '../dimension.ts'
import type { Group, Kind } from '../kind.ts'

/** 1 where the machine works during this step. */
function running(group: Group): Tensor {
  const reliable = less(group.chance(1), group.parameter('reliability'))
  const stopped = minimum(add(group.fault('breakdown'), group.fault('jam')), 1)
  return multiply(multiply(group.state('up'), reliable), subtract(1, stopped))
}

/**
 * A machine on a discrete line. It stops by itself with mean time between failures `mtbf` and comes back after `mttr` on
 * average, both exponential; with `failures: operation` it can only fail while it works (Gershwin 1994, ch. 3). With a
 * `reliability` below 1 it also skips cycles at random, one draw a step (Bernoulli machine, Li and Meerkov 2009).
 */
export const machine: Kind = {
  name: 'machine',
  text: 'machine that passes parts on at a given rate',
  ports: {
    in: { text: 'parts in; unconnected, it never starves', medium: 'parts', direction: 'in', optional: true },
    out: { text: 'parts out; unconnected, it is never blocked', medium: 'parts', direction: 'out', optional: true },
  },
  parameters: {
    rate: { text: 'parts at full speed', dimension: 'part rate', minimum: 1e-9 },
    mtbf: {
      text: 'mean time between its own stops; none by default',
      dimension: 'time',
      default: 1e12,
      minimum: 1e-3,
      spread: 0.1,
    },
    mttr: { text: 'mean time to repair', dimension: 'time', default: 1, minimum: 1e-3, spread: 0.1 },
    reliability: { text: 'share of cycles that succeed', dimension: 'fraction', default: 1, minimum: 0, maximum: 1 },
  },
  options: { failures: { text: 'what its own stops depend on', choices: ['time', 'operation'] } },
  actuators: { speed: { text: 'share of full speed', dimension: 'fraction', low: 0, high: 1, default: 1 } },
  states: { up: { text: 'works (1) or stands (0)', dimension: 'fraction', start: 1, wander: 0 } },
  quantities: {
    rate: { text: 'parts passed on', dimension: 'part rate' },
    up: { text: 'works (1) or stands (0)', dimension: 'fraction' },
  },
  modes: {
    breakdown: {
      code: 'BRD',
      text: 'The machine breaks down and stands until it is repaired.',
      worksheet: {
        cause: 'A drive, a bearing or a control component of the machine fails.',
        effect:
          'No parts pass: machines behind it starve and those before it are blocked as the stores between run out.',
        detection: 'The machine reports a fault, or its rate reads zero while parts wait and there is room behind it.',
      },
      severity: { text: 'down or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'step',
      rate: 5,
    },
    jam: {
      code: 'PLU',
      text: 'Parts jam again and again.',
      worksheet: {
        cause: 'Misaligned, damaged or off-size parts catch in the infeed or the guides.',
        effect: 'Short stops cost output, and the stores beside the machine fill and drain in turn.',
        detection:
          'The stop log shows repeated short stops; the rate drops to zero again and again with parts waiting.',
      },
      severity: { text: 'jammed or not', dimension: 'fraction', low: 1, high: 1 },
      profile: 'intermittent',
      rate: 10,
    },
    slow: {
      code: 'LOO',
      text: 'The machine runs slower than it is told to.',
      worksheet: {
        cause: 'A worn drive, a slipping belt or a speed limit left set by hand holds the machine back.',
        effect: 'The machine becomes the bottleneck: parts pile up before it and output falls.',
        detection: 'The measured rate stays below the speed asked for, with parts waiting and room behind.',
      },
      severity: { text: 'share of the rate lost', dimension: 'fraction', low: 0.1, high: 0.5 },
      profile: 'ramp',
      rate: 5,
    },
  },
  chances: 2,
  equations: {
    potential: (group, step: Seconds) => {
      const rate = multiply(group.parameter('rate'), subtract(1, group.fault('slow')))
      return multiply(multiply(multiply(rate, group.actuator('speed')), step), running(group))
    },
    next: (group, around) => {
      const up = group.state('up')
      const made = around.parts('out')
      const full = multiply(group.parameter('rate'), around.step)
      const exposure = add(
        group.chosen('failures', 'time'),
        multiply(group.chosen('failures', 'operation'), divide(made, full)),
      )
      const fails = less(group.chance(0), multiply(exposure, divide(around.step, group.parameter('mtbf'))))
      const repaired = less(group.chance(0), divide(around.step, group.parameter('mttr')))
      const next = add(multiply(up, subtract(1, fails)), multiply(subtract(1, up), repaired))
      return { states: { up: next }, quantities: { rate: divide(made, around.step), up: running(group) } }
    },
  },
}

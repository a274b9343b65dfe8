import { add, subtract } from '../../graph/elementwise.ts'
import type { Kind } from '../kind.ts'

/** A store for parts between two machines, such as an accumulation table. */
export const buffer: Kind = {
  name: 'buffer',
  text: 'store for parts between two machines',
  ports: {
    in: { text: 'parts in', medium: 'parts', direction: 'in' },
    out: { text: 'parts out', medium: 'parts', direction: 'out' },
  },
  parameters: {
    capacity: { text: 'parts it can hold', dimension: 'parts', minimum: 1e-9 },
    content: { text: 'parts at the start', dimension: 'parts', default: 0, minimum: 0 },
  },
  options: {},
  actuators: {},
  states: { content: { text: 'parts held', dimension: 'parts', start: 'content', wander: 0.02 } },
  quantities: { content: { text: 'parts held', dimension: 'parts' } },
  modes: {
    'capacity lost': {
      code: 'PLU',
      text: 'Part of the store is blocked.',
      worksheet: {
        cause: 'Fallen parts, rejects or a section closed off by hand take up room in the store.',
        effect: 'The machine before it is blocked sooner, and the one behind it starves sooner after a stop.',
        detection: 'The machine before it stands blocked while the content reads below the capacity.',
      },
      severity: { text: 'parts that no longer fit', dimension: 'parts', low: 5, high: 50 },
      profile: 'step',
      rate: 1,
    },
  },
  equations: {
    stock: (group) => {
      const content = group.state('content')
      const capacity = subtract(group.parameter('capacity'), group.fault('capacity lost'))
      return { ready: content, space: subtract(capacity, content), through: true }
    },
    next: (group, around) => {
      const next = subtract(add(group.state('content'), around.parts('in')), around.parts('out'))
      return { states: { content: next }, quantities: { content: next } }
    },
  },
}

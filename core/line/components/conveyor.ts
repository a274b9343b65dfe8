import { add, divide, minimum, multiply, relu, subtract } from '../../graph/elementwise.ts'
import { downstream, firstOfEach, intoCells, lastOfEach, shiftedIn, sumOfEach, withLast } from '../cells.ts'
import type { Seconds } from '../dimension.ts'
import type { Group, Kind } from '../kind.ts'

const cellsPerConveyor = 6

/**
 * An accumulating conveyor as a cell transmission model (Daganzo 1994): from each cell moves on what is there, at the
 * belt's speed, as far as the next cell has room.
 */
export const conveyor: Kind = {
  name: 'conveyor',
  text: 'accumulating conveyor with a transit time',
  ports: {
    in: { text: 'parts in', medium: 'parts', direction: 'in' },
    out: { text: 'parts out', medium: 'parts', direction: 'out' },
  },
  parameters: {
    capacity: { text: 'parts when it is full', dimension: 'parts', minimum: 1e-9 },
    transit: { text: 'time from end to end when free', dimension: 'time', minimum: 1e-3 },
    content: { text: 'parts at the start', dimension: 'parts', default: 0, minimum: 0 },
  },
  options: {},
  actuators: { speed: { text: 'share of full speed', dimension: 'fraction', low: 0, high: 1, default: 1 } },
  states: { cell: { text: 'parts along the belt', dimension: 'parts', start: 'content', wander: 0.02, cells: true } },
  quantities: {
    content: { text: 'parts on the belt', dimension: 'parts' },
    speed: { text: 'share of full speed at which it runs', dimension: 'fraction' },
  },
  modes: {
    jam: {
      code: 'PLU',
      text: 'Fallen parts jam the belt.',
      worksheet: {
        cause: 'Parts tip over at a transfer or a guide rail and wedge.',
        effect:
          'Parts no longer move on: the next machine starves, and the one before is blocked once the belt is full.',
        detection: 'Sensors at the infeed stay covered while those at the discharge see no parts.',
      },
      severity: { text: 'share of the speed lost', dimension: 'fraction', low: 0.5, high: 1 },
      profile: 'step',
      rate: 10,
    },
  },
  cells: () => cellsPerConveyor,
  equations: {
    stock: (group) => ({
      ready: lastOfEach(group.state('cell'), group.cells),
      space: subtract(
        divide(group.parameter('capacity'), cellsPerConveyor),
        firstOfEach(group.state('cell'), group.cells),
      ),
      through: false,
    }),
    next: (group, around) => {
      const cell = group.state('cell')
      const leaving = withLast(movedOn(group, around.step), around.parts('out'), group.cells)
      const next = subtract(add(cell, shiftedIn(leaving, around.parts('in'), group.cells)), leaving)
      return { states: { cell: next }, quantities: { content: sumOfEach(next, group.cells), speed: running(group) } }
    },
  },
}

/** Share of full speed. */
const running = (group: Group) => multiply(group.actuator('speed'), subtract(1, group.fault('jam')))

/** What moves from each cell into the next in one step. */
function movedOn(group: Group, step: Seconds) {
  const cell = group.state('cell')
  const room = subtract(intoCells(divide(group.parameter('capacity'), cellsPerConveyor), group.cells), cell)
  const share = divide(multiply(running(group), step * cellsPerConveyor), group.parameter('transit'))
  return minimum(multiply(cell, intoCells(minimum(share, 1), group.cells)), relu(downstream(room, group.cells)))
}

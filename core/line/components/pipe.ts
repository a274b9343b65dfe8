import { add, clip, divide, maximum, multiply, square, subtract } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { intoCells, lastOfEach, shiftedIn } from '../cells.ts'
import type { Kind } from '../kind.ts'

const density = 998
/** A plugged pipe still lets this share of its cross-section through, which keeps the resistance finite. */
const seepage = 0.01

/**
 * A pipe or orifice: q = coefficient·bore·√(2Δp/ρ). With a volume it also delays temperature: plug flow in cells of one
 * step at the design flow, moved on by upwind differences, so that heat is conserved at any flow and the dead time is
 * volume/flow.
 */
export const pipe: Kind = {
  name: 'pipe',
  text: 'pipe or orifice, with dead time where it has a volume',
  ports: {
    in: { text: 'inlet', medium: 'fluid', direction: 'in' },
    out: { text: 'outlet', medium: 'fluid', direction: 'out' },
  },
  parameters: {
    bore: { text: 'free cross-section', dimension: 'area', minimum: 1e-9 },
    coefficient: { text: 'discharge coefficient', dimension: 'fraction', default: 0.6, minimum: 1e-3, spread: 0.03 },
    volume: { text: 'volume that has to be displaced', dimension: 'volume', default: 0, minimum: 0 },
    flow: { text: 'highest flow, at which the dead time is exact', dimension: 'volume flow', default: 0, minimum: 0 },
    temperature: { text: 'temperature at the start', dimension: 'temperature', default: 293.15 },
  },
  options: {},
  actuators: {},
  states: {
    cell: {
      text: 'temperature along the pipe',
      dimension: 'temperature',
      start: 'temperature',
      wander: 0.005,
      cells: true,
      thermal: true,
    },
  },
  quantities: {
    flow: { text: 'flow through the pipe', dimension: 'volume flow' },
    temperature: { text: 'temperature at the outlet', dimension: 'temperature' },
  },
  modes: {
    plugged: {
      code: 'PLU',
      text: 'Deposits or a foreign body narrow the pipe.',
      worksheet: {
        cause: 'Deposits, solids or a foreign body such as a piece of gasket lodge in the pipe.',
        effect: 'Less flows for the same pressure: the level upstream rises and what follows runs short.',
        detection: 'Level or pressure rises upstream while the flow falls at the same settings.',
      },
      severity: { text: 'share of the cross-section lost', dimension: 'fraction', low: 0.2, high: 0.8 },
      profile: 'ramp',
      rate: 0.2,
    },
  },
  cells: (parameter, step) =>
    parameter('volume') > 0 ? Math.max(1, Math.floor(parameter('volume') / (parameter('flow') * step) + 1e-6)) : 0,
  equations: {
    element: (group) => {
      const open = multiply(
        multiply(group.parameter('bore'), maximum(subtract(1, group.fault('plugged')), seepage)),
        group.parameter('coefficient'),
      )
      return { resistance: divide(density / 2, square(open)) }
    },
    temperature: (group) => lastOfEach(group.state('cell'), group.cells),
    next: (group, around) => {
      const flow = around.flow('out')
      if (!around.thermal) return { states: {}, quantities: { flow } }
      const inlet = around.temperature('in')
      if (group.cells.every((cells) => cells === 0)) return { states: {}, quantities: { flow, temperature: inlet } }
      const cell = group.state('cell')
      const perStep = divide(
        multiply(constant(group.cells, group.count, 1), around.step),
        maximum(group.parameter('volume'), 1e-9),
      )
      const moved = clip(multiply(flow, perStep), 0, 1)
      const next = add(
        cell,
        multiply(intoCells(moved, group.cells), subtract(shiftedIn(cell, inlet, group.cells), cell)),
      )
      return { states: { cell: next }, quantities: { flow, temperature: lastOfEach(next, group.cells, inlet) } }
    },
  },
}

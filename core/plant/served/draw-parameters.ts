import type { Parameter } from '../../line/kind.ts'
import type { Component, Line, Signal } from '../../line/line.ts'
import type { RandomSource } from '../../scenario/random.ts'
import type { ParameterGap } from './gap.ts'

/** Machines in a row are off together, and by so much each: a line whose second machine is the slowest was built wrong. */
const largestOwnFactor = 1.03

/** Factors between the reciprocal of `largest` and `largest`, log-uniform, on all that a data sheet could have wrong. */
export function drawParameters(line: Line, largest: number, random: RandomSource): readonly ParameterGap[] {
  const pace = factorWithin(largest / largestOwnFactor, random)
  return line.components.flatMap((component) =>
    uncertain(component).map(([parameter, { dimension, minimum = -Infinity, maximum = Infinity }]) => {
      const drawn =
        dimension === 'part rate' ? pace * factorWithin(largestOwnFactor, random) : factorWithin(largest, random)
      const nominal = component.parameters[parameter] as number
      const least = Math.max(minimum, leastBy(line, component, parameter))
      return {
        component: component.tag,
        parameter,
        factor: Math.min(Math.max(nominal * drawn, least), maximum) / nominal,
      }
    }),
  )
}

const factorWithin = (largest: number, random: RandomSource) => largest ** (2 * random.next() - 1)

/**
 * The parameters of a component that may be other than the line says. Where a state starts is none of them, nor is what
 * stands at the end of its range, which is how a line says that there is no such effect; temperatures drift instead.
 */
function uncertain({ kind, parameters }: Component): readonly (readonly [string, Parameter])[] {
  const starts = Object.values(kind.states).map(({ start }) => start)
  return Object.entries(kind.parameters).filter(([name, { dimension, minimum, maximum }]) => {
    const value = parameters[name] as number
    const isGrid = kind.name === 'pipe' && name === 'flow'
    return (
      !starts.includes(name) &&
      !isGrid &&
      dimension !== 'temperature' &&
      value !== 0 &&
      value !== minimum &&
      value !== maximum
    )
  })
}

/** The quantities that stand for how full a store is, and the parameter that says when it is. */
const stores: Readonly<Record<string, { readonly size: string; readonly content: string }>> = {
  tank: { size: 'height', content: 'level' },
  buffer: { size: 'capacity', content: 'content' },
  conveyor: { size: 'capacity', content: 'content' },
}

/** A store is large enough for all that the line's limits, goals and disturbances say of its content. */
function leastBy(line: Line, { tag, kind }: Component, parameter: string): number {
  const store = stores[kind.name]
  if (store?.size !== parameter) return -Infinity
  const isOf = ({ component, quantity }: Signal['of']) => component === tag && quantity === store.content
  const measuring = line.signals.filter(({ of }) => isOf(of)).map((signal) => signal.tag)
  const loops = line.loops.filter(({ signal }) => measuring.includes(signal))
  const wanted = loops.flatMap((loop) => (loop.kind === 'interlock' ? (loop.above ?? []) : loop.setpoint))
  const steps = line.disturbances.flatMap(({ target, step }) =>
    target.kind === 'setpoint' && loops.some((loop) => loop.tag === target.loop) ? (step ?? []) : [],
  )
  const bounds = [...line.goals, ...line.limits]
    .filter(({ of }) => isOf(of))
    .flatMap(({ above, below }) => [above, below])
  return Math.max(...wanted, ...steps, ...bounds.filter((bound) => bound !== undefined), -Infinity)
}

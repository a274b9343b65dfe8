import { add, minimum, relu } from '../graph/elementwise.ts'
import { gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { stack } from './assemble.ts'
import { collect, type PlantLayout } from './groups.ts'
import type { Group } from './kind.ts'
import type { Line } from './line.ts'
import { ConnectionError } from './streams.ts'

/** How machines stand between stores: indices of components. */
interface Machine {
  readonly component: number
  readonly upstream: number | undefined
  readonly downstream: number | undefined
}

/**
 * The machines of a line in an order in which each comes after the machine that empties its downstream store. Throws
 * `ConnectionError`.
 */
export function machinesInOrder(line: Line): readonly Machine[] {
  const index = (tag: string) => line.components.findIndex((component) => component.tag === tag)
  const machines = line.components.flatMap(({ kind, tag }, component): Machine[] => {
    if (kind.equations.potential === undefined) return []
    const into = line.connections.find(({ to }) => to.component === tag)
    const outOf = line.connections.find(({ from }) => from.component === tag)
    return [
      {
        component,
        upstream: into === undefined ? undefined : index(into.from.component),
        downstream: outOf === undefined ? undefined : index(outOf.to.component),
      },
    ]
  })
  for (const { component, upstream, downstream } of machines) {
    for (const store of [upstream, downstream]) {
      if (store !== undefined && line.components[store]?.kind.equations.stock === undefined) {
        const tag = line.components[component]?.tag ?? ''
        throw new ConnectionError(tag, 'a machine stands right beside it', 'put a buffer or a conveyor between')
      }
    }
  }
  const isStore = (tag: string) => line.components[index(tag)]?.kind.equations.stock !== undefined
  const still = line.connections.find(({ from, to }) => isStore(from.component) && isStore(to.component))
  if (still !== undefined) {
    throw new ConnectionError(still.to.component, 'nothing moves parts into it', 'put a machine before it')
  }
  const order: Machine[] = []
  const waiting = new Set(machines)
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ({ downstream }) => downstream === undefined || ![...waiting].some(({ upstream }) => upstream === downstream),
    )
    if (ready.length === 0) {
      const [stuck] = waiting
      const tag = line.components[stuck?.component as number]?.tag ?? ''
      throw new ConnectionError(tag, 'the parts run in a ring', 'let them leave it somewhere')
    }
    for (const machine of ready) waiting.delete(machine)
    order.push(...ready)
  }
  return order
}

/** Parts that pass each machine during the step, by the machine's component, each [1, lanes]. */
export type Moved = ReadonlyMap<number, Tensor>

/**
 * Parts moved in one step. A machine passes on what it could, as far as the store before it has parts at the start of
 * the step and the store behind it has room once the next machine has taken its own (blocked before service; Li and
 * Meerkov 2009, ch. 4).
 */
export function movedParts(line: Line, layout: PlantLayout, groups: readonly Group[]): Moved {
  const potentials = collect(layout, groups, (kind, group) => kind.equations.potential?.(group, line.step))
  const stocks = (hook: 'ready' | 'space') =>
    collect(layout, groups, (kind, group) => kind.equations.stock?.(group)[hook])
  const ready = stocks('ready')
  const space = stocks('space')
  const through = layout.members.flatMap(({ kind, components }, index) =>
    kind.equations.stock?.(groups[index] as Group).through === true ? components : [],
  )
  const pick = (rows: typeof ready, component: number) =>
    gatherRows(rows.tensor as Tensor, [rows.row(component) as number])
  const moved = new Map<number, Tensor>()
  for (const { component, upstream, downstream } of machinesInOrder(line)) {
    let parts = pick(potentials, component)
    if (upstream !== undefined) parts = minimum(parts, relu(pick(ready, upstream)))
    if (downstream !== undefined) {
      const taken = through.includes(downstream) ? takenFrom(line, moved, downstream) : undefined
      const room = pick(space, downstream)
      parts = minimum(parts, relu(taken === undefined ? room : add(room, taken)))
    }
    moved.set(component, parts)
  }
  return moved
}

function takenFrom(line: Line, moved: Moved, store: number): Tensor | undefined {
  const tag = line.components[store]?.tag
  const onward = line.connections.find(({ from }) => from.component === tag)
  return moved.get(line.components.findIndex((component) => component.tag === onward?.to.component))
}

/** Parts that passed a port of each of the components during the step: [components, lanes]. */
export function partsAt(line: Line, moved: Moved, components: readonly number[], port: string, none: Tensor): Tensor {
  const rows = components.map((component) => {
    const own = moved.get(component)
    if (own !== undefined) return own
    const tag = line.components[component]?.tag
    const connection = line.connections.find(({ from, to }) => (port === 'in' ? to : from).component === tag)
    const other = port === 'in' ? connection?.from.component : connection?.to.component
    return moved.get(line.components.findIndex((candidate) => candidate.tag === other)) ?? none
  })
  return stack(rows)
}

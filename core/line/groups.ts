import { add, multiply } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { gatherRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble, type Pick, stack } from './assemble.ts'
import type { Group, Kind, State } from './kind.ts'
import type { Component, Control, Line } from './line.ts'

/** The components of one kind and where their states lie among the rows of the plant's state. */
export interface Members {
  readonly kind: Kind
  /** Indices into the line's components. */
  readonly components: readonly number[]
  readonly cells: readonly number[]
  readonly states: Readonly<Record<string, { readonly offset: number; readonly rows: number }>>
}

/** How the rows of the plant's inputs and state are laid out. */
export interface PlantLayout {
  readonly members: readonly Members[]
  readonly states: number
  readonly thermal: boolean
  /** Rows of the state at the start, SI. */
  readonly start: Float32Array
  /** Process noise of each state row in one second, SI. */
  readonly wander: Float32Array
  /** Rows of the controls that equipment follows late, and where its positions begin among the rows of the state. */
  readonly positions: { readonly controls: readonly number[]; readonly offset: number }
  /** Rows of the parameter factors. */
  readonly spreads: readonly { readonly component: number; readonly parameter: string; readonly deviation: number }[]
  /** Uniform random numbers a step needs: for each group, `chances` blocks of its count. */
  readonly chances: number
}

/** What drives a plant during a step: tensors [rows, lanes]. Absent ones are zero, or one for factors. */
export interface PlantInputs {
  readonly control: Tensor | undefined
  /** Activity of each of the line's failures on components, by the index of the failure. */
  readonly fault?: Tensor | undefined
  /** Departure of each of the line's disturbances from nominal. */
  readonly disturbance?: Tensor | undefined
  /** Factors on the parameters of `PlantLayout.spreads`. */
  readonly factor?: Tensor | undefined
  readonly chance?: Tensor | undefined
}

/** Whether a temperature of the medium is exchanged, heated, measured or wanted anywhere on the line. */
const concernsTemperature = (line: Line) => {
  const kindOf = (component: string) => line.components.find(({ tag }) => tag === component)?.kind
  const canBeThermal = (component: string) =>
    Object.values(kindOf(component)?.states ?? {}).some(({ thermal }) => thermal)
  const places = [...line.signals, ...line.goals, ...line.limits].map(({ of }) => of)
  return (
    line.components.some(({ kind }) => kind.name === 'heat-exchanger') ||
    places.some(({ component, dimension }) => dimension === 'temperature' && canBeThermal(component)) ||
    line.connections.some((connection) =>
      [connection.from, connection.to].some(
        ({ component, port }) => kindOf(component)?.ports[port]?.medium === 'heat' && canBeThermal(component),
      ),
    )
  )
}

/** Lays the line's components out by kind. */
export function layOut(line: Line): PlantLayout {
  const thermal = concernsTemperature(line)
  const start: number[] = []
  const wander: number[] = []
  let chances = 0
  const kinds = [...new Set(line.components.map(({ kind }) => kind))]
  const members = kinds.map((kind): Members => {
    const components = line.components.flatMap((component, index) => (component.kind === kind ? [index] : []))
    const of = (index: number) => line.components[index] as Component
    const cells = components.map(
      (index) => kind.cells?.((name) => of(index).parameters[name] as number, line.step) ?? 1,
    )
    const states: Record<string, { offset: number; rows: number }> = {}
    for (const [name, state] of Object.entries(kind.states)) {
      if (state.thermal && !thermal) continue
      const offset = start.length
      components.forEach((index, position) => {
        const count = state.cells ? (cells[position] as number) : 1
        for (let cell = 0; cell < count; cell++) {
          start.push(startOf(state, of(index), count))
          wander.push(state.wander)
        }
      })
      // Pipes without a volume have no cells: what enters leaves at once.
      if (start.length > offset) states[name] = { offset, rows: start.length - offset }
    }
    chances += (kind.chances ?? 0) * components.length
    return { kind, components, cells, states }
  })
  const spreads = line.components.flatMap((component, index) =>
    Object.entries(component.deviations).map(([parameter, deviation]) => ({ component: index, parameter, deviation })),
  )
  const late = line.controls.flatMap(({ lag }, row) => (lag > 0 ? [row] : []))
  return {
    members,
    states: start.length + late.length,
    thermal,
    start: Float32Array.from([...start, ...late.map((row) => (line.controls[row] as Control).start)]),
    wander: Float32Array.from([...wander, ...late.map(() => 0)]),
    positions: { controls: late, offset: start.length },
    spreads,
    chances,
  }
}

/** What a conveyor or pipe holds at the start is spread evenly over its cells; temperatures are the same in each. */
function startOf(state: State, component: Component, cells: number): number {
  const value = typeof state.start === 'number' ? state.start : (component.parameters[state.start] as number)
  return state.dimension === 'parts' ? value / cells : value
}

/** The groups of the line over the given state, [states, lanes], and inputs. */
export function groupsOf(line: Line, layout: PlantLayout, state: Tensor, inputs: PlantInputs): readonly Group[] {
  let chanceOffset = 0
  return layout.members.map((members) => {
    const offset = chanceOffset
    chanceOffset += (members.kind.chances ?? 0) * members.components.length
    return groupOf(line, layout, members, state, inputs, offset)
  })
}

function groupOf(
  line: Line,
  layout: PlantLayout,
  members: Members,
  state: Tensor,
  inputs: PlantInputs,
  chanceOffset: number,
): Group {
  const count = members.components.length
  const of = members.components.map((index) => line.components[index] as Component)
  /** Row `find` of the source for each component, or the given number where there is no source or no such row. */
  const from = (
    source: Tensor | undefined,
    find: (component: Component, index: number) => number,
    otherwise: number,
  ) => {
    const picks = members.components.map((index): Pick => {
      const row = source === undefined ? -1 : find(line.components[index] as Component, index)
      return row < 0 ? { value: otherwise } : { row }
    })
    return assemble(source, picks)
  }
  return {
    count,
    cells: members.cells,
    parameter: (name) => {
      const nominal = constant(
        of.map(({ parameters }) => parameters[name] as number),
        count,
        1,
      )
      const factor = from(
        inputs.factor,
        (_, index) => layout.spreads.findIndex(({ component, parameter }) => component === index && parameter === name),
        1,
      )
      const disturbance = from(
        inputs.disturbance,
        ({ tag }) =>
          line.disturbances.findIndex(
            ({ target }) => target.kind === 'parameter' && target.component === tag && target.parameter === name,
          ),
        0,
      )
      return add(multiply(nominal, factor), disturbance)
    },
    chosen: (option, choice) =>
      constant(
        of.map(({ options }) => (options[option] === choice ? 1 : 0)),
        count,
        1,
      ),
    state: (name) => {
      const rows = members.states[name]
      if (rows === undefined) throw new Error(`${members.kind.name} has no state ${name} on this line`)
      return sliceRows(state, rows.offset, rows.offset + rows.rows)
    },
    actuator: (name) =>
      from(
        inputs.control,
        ({ tag }) => line.controls.findIndex(({ component, actuator }) => component === tag && actuator === name),
        members.kind.actuators[name]?.default ?? 0,
      ),
    fault: (mode) =>
      from(
        inputs.fault,
        ({ tag }) => line.failures.findIndex((failure) => failure.on === tag && failure.mode === mode),
        0,
      ),
    chance: (draw) =>
      inputs.chance === undefined
        ? constant([0.5], count, 1)
        : gatherRows(
            inputs.chance,
            members.components.map((_, position) => chanceOffset + draw * count + position),
          ),
  }
}

/** A row for each component that has something, such as a pressure, out of what each kind gives for its group. */
export interface Rows {
  readonly tensor: Tensor | undefined
  /** Row of a component, or undefined where it has none. */
  row(component: number): number | undefined
}

/** Stacks what `hook` gives for each group; undefined where the kind has none of it. */
export function collect(
  layout: PlantLayout,
  groups: readonly Group[],
  hook: (kind: Kind, group: Group) => Tensor | undefined,
): Rows {
  const rows = new Map<number, number>()
  const tensors = layout.members.flatMap((members, index) => {
    const tensor = hook(members.kind, groups[index] as Group)
    if (tensor === undefined) return []
    for (const component of members.components) rows.set(component, rows.size)
    return [tensor]
  })
  return {
    tensor: tensors.length === 0 ? undefined : stack(tensors),
    row: (component) => rows.get(component),
  }
}

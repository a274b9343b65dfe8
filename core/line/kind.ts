import type { Tensor } from '../graph/tensor.ts'
import type { Dimension, Seconds } from './dimension.ts'

/** A number that describes a component, constant over a dream unless a disturbance moves it. */
export interface Parameter {
  readonly text: string
  readonly dimension: Dimension
  /** In SI. A parameter without a default must be given in the line file. */
  readonly default?: number
  readonly minimum?: number
  readonly maximum?: number
  /** Relative standard deviation over training dreams, for what a data sheet never gives exactly. */
  readonly spread?: number
}

/** A choice between words, the first of which is the default. */
export interface Option {
  readonly text: string
  readonly choices: readonly [string, ...string[]]
}

export interface Port {
  readonly text: string
  readonly medium: 'fluid' | 'heat' | 'parts'
  readonly direction: 'in' | 'out' | 'both'
  /** Several connections may share the port. */
  readonly shared?: boolean
  /** The port may stay unconnected. */
  readonly optional?: boolean
}

/** Something a control can drive, as a number between `low` and `high` (SI). */
export interface Actuator {
  readonly text: string
  readonly dimension: Dimension
  readonly low: number
  readonly high: number
  /** What it stands at when no control drives it. */
  readonly default: number
}

/** Something an instrument can measure on the component. */
export interface Quantity {
  readonly text: string
  readonly dimension: Dimension
}

export type Profile = 'step' | 'ramp' | 'intermittent'

/** The columns of an FMEA worksheet that are prose, one plain sentence each. */
export interface Worksheet {
  readonly cause: string
  /** On the line, as its loops answer it. */
  readonly effect: string
  /** How it could be noticed, by instruments or by people. */
  readonly detection: string
}

export interface FailureMode {
  /** Code in the manner of OREDA and ISO 14224, such as ELP (external leakage of the process medium). */
  readonly code: string
  /** One plain sentence. */
  readonly text: string
  readonly worksheet: Worksheet
  /** What severity measures; `low` to `high`, in SI, is the range where the line file gives none. */
  readonly severity: Quantity & { readonly low: number; readonly high: number }
  readonly profile: Profile
  /** Occurrences a year where the line file gives none. */
  readonly rate: number
}

/** A state of one component. With `cells`, one value for each of the component's cells. */
export interface State {
  readonly text: string
  readonly dimension: Dimension
  /** The parameter that gives its value at the start, or the value itself, in SI. */
  readonly start: string | number
  /** The largest change a year-old data sheet would not explain, for one second: process noise of the observer, in SI. */
  readonly wander: number
  readonly cells?: true
  /** Exists only on lines where temperature matters. */
  readonly thermal?: true
}

/** All components of one kind, computed together: every tensor is [count, lanes] or [count, 1] unless it says otherwise. */
export interface Group {
  readonly count: number
  /** Cells of each component, and where each component's first cell lies in a `cells` state of [Σ cells, lanes]. */
  readonly cells: readonly number[]
  parameter(name: string): Tensor
  /** 1 where the component's option is this choice, else 0. */
  chosen(option: string, choice: string): Tensor
  state(name: string): Tensor
  actuator(name: string): Tensor
  /** Severity of the mode now, in SI; 0 where the fault is absent. */
  fault(mode: string): Tensor
  /** Uniform random numbers in [0, 1), a fresh one for each step and draw. */
  chance(draw: number): Tensor
}

/** What the connected line does to a group during one step: tensors [count, lanes]. */
export interface Surroundings {
  readonly step: Seconds
  readonly thermal: boolean
  /** Volume flow through the stream at a port, m³/s, positive in the direction of the stream. */
  flow(port: string): Tensor
  /** Net volume flow into the component through all its fluid ports, m³/s. */
  inflow(): Tensor
  /** Net enthalpy flow into the component with the fluid, over ρ·cp and referred to 0 K: K·m³/s. */
  enthalpyInflow(): Tensor
  /** Temperature of what enters at a port, K. */
  temperature(port: string): Tensor
  /** Heat received through heat ports, W. */
  heat(): Tensor
  /** Parts that enter or leave at a port during the step. */
  parts(port: string): Tensor
  /** K. */
  readonly ambient: Tensor
  /** ρ·cp of the line's medium, J/(m³·K). */
  readonly heatCapacity: number
}

/** Where a group stands after a step, and what instruments could have read of it. */
export interface Next {
  readonly states: Readonly<Record<string, Tensor>>
  readonly quantities: Readonly<Record<string, Tensor>>
}

/** A store of parts: what could leave it now, and what it could take in. */
export interface Stock {
  readonly ready: Tensor
  readonly space: Tensor
  /** What leaves makes room for what enters in the same step. */
  readonly through: boolean
}

/** What a kind contributes to the line's balances. A kind has the parts its equipment needs and no others. */
export interface Equations {
  /** Volumes: pressure above atmosphere at the bottom, Pa. */
  pressure?(group: Group): Tensor
  /** Volumes that can run dry: 1 while a pump has suction, falling to 0 as the volume empties. */
  suction?(group: Group): Tensor
  /** Elements of a stream: pressure loss is `resistance`·q², Pa/(m³/s)²; `boost` is a gain in Pa. */
  element?(group: Group): { readonly resistance: Tensor; readonly boost?: Tensor }
  /** Elements that set the flow of their stream: m³/s. */
  metered?(group: Group): Tensor
  /** Three-way elements: the share of the flow that leaves through port `a`. */
  share?(group: Group): Tensor
  /** Temperature of what leaves at a fluid port, or of the body at a heat port, K. */
  temperature?(group: Group, port: string): Tensor
  /** Heat given through the heat port, W. */
  heat?(group: Group): Tensor
  /** Heat that flows from the body at port `a` (K) to the body at port `b` (K), W. */
  conduction?(group: Group, a: Tensor, b: Tensor): Tensor
  /** Machines: parts the machine could pass on during the step if nothing starved or blocked it. */
  potential?(group: Group, step: Seconds): Tensor
  /** Stores of parts: parts that could leave now, and parts that could be taken in. */
  stock?(group: Group): Stock
  next(group: Group, around: Surroundings): Next
}

/** One kind of equipment: how it looks from outside, what can fail on it, and its equations. */
export interface Kind {
  readonly name: string
  readonly text: string
  readonly ports: Readonly<Record<string, Port>>
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly options: Readonly<Record<string, Option>>
  readonly actuators: Readonly<Record<string, Actuator>>
  readonly states: Readonly<Record<string, State>>
  readonly quantities: Readonly<Record<string, Quantity>>
  readonly modes: Readonly<Record<string, FailureMode>>
  /** How many cells the component is cut into at this step. 0: what enters leaves at once, unchanged. */
  readonly cells?: (parameter: (name: string) => number, step: Seconds) => number
  /** Fresh uniform random numbers each component needs a step. */
  readonly chances?: number
  readonly equations: Equations
}

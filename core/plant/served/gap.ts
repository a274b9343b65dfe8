import type { Seconds } from '../../line/dimension.ts'
import type { Disturbance } from '../../line/line.ts'

/** In what a plant is not as its line says: plain data. */
export interface Gap {
  readonly parameters: readonly ParameterGap[]
  /** One for each control, in the order of the line. */
  readonly actuators: readonly ActuatorGap[]
  /** One for each signal, in the order of the line. */
  readonly instruments: readonly InstrumentGap[]
  readonly drifts: readonly Drift[]
}

export interface ParameterGap {
  readonly component: string
  readonly parameter: string
  readonly factor: number
}

/** What lies between a control and the equipment it drives. */
export interface ActuatorGap {
  readonly control: string
  /** It stays where it is until it is asked for more than this, SI. */
  readonly band: number
  /** Dead time, a whole number of steps. */
  readonly delay: Seconds
  /** Time constant of the first-order lag after that. */
  readonly lag: Seconds
}

export interface InstrumentGap {
  readonly signal: string
  /** Factor on the standard deviation of the noise. */
  readonly noise: number
  /** Added to the time constant of the lag. */
  readonly lag: Seconds
}

/** A slow walk around the nominal value, first order (Ornstein–Uhlenbeck). */
export interface Drift {
  readonly target: Exclude<Disturbance['target'], { kind: 'setpoint' }>
  /** Standard deviation in the long run, SI. */
  readonly deviation: number
  readonly time: Seconds
}

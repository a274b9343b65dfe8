import type { FailureMode } from './kind.ts'

/** A failure mode of an instrument. `low` and `high` are shares of the signal's range where `relative`. */
export interface InstrumentMode extends Omit<FailureMode, 'severity'> {
  readonly severity: { readonly text: string; readonly low: number; readonly high: number; readonly relative: boolean }
}

/**
 * What any instrument can suffer. Codes in the manner of ISO 14224 (input devices): ERO erratic output, NOO no output,
 * AIR abnormal instrument reading.
 */
export const instrumentModes: Readonly<Record<string, InstrumentMode>> = {
  bias: {
    code: 'ERO',
    text: 'The reading jumps by a constant amount, as after a bad calibration or a wet leg.',
    worksheet: {
      cause: 'A wrong zero or calibration, a wet or drained reference leg, or a knock to the sensor.',
      effect:
        'The loop holds the process off its set point by the offset; alarms and interlocks act too early or too late.',
      detection:
        'The reading steps without a cause in the process, and disagrees with a balance or a second instrument.',
    },
    severity: { text: 'offset', low: 0.03, high: 0.15, relative: true },
    profile: 'step',
    rate: 0.3,
  },
  drift: {
    code: 'ERO',
    text: 'The reading wanders off slowly, as with fouling or ageing.',
    worksheet: {
      cause: 'The sensor fouls or ages, or its fill fluid is slowly lost.',
      effect: 'The loop follows the error and carries the process slowly off its set point.',
      detection: 'A balance, a second instrument or the next calibration disagrees; no step gives it away.',
    },
    severity: { text: 'offset at the end of the ramp', low: 0.03, high: 0.15, relative: true },
    profile: 'ramp',
    rate: 0.5,
  },
  stuck: {
    code: 'AIR',
    text: 'The reading freezes at its last value.',
    worksheet: {
      cause: 'A plugged impulse line, a float that hangs, or an input that is no longer updated.',
      effect: 'The loop no longer sees the process and drives its control on until it saturates.',
      detection: 'The reading loses its noise and does not answer when the control moves.',
    },
    severity: { text: 'frozen or not', low: 1, high: 1, relative: false },
    profile: 'step',
    rate: 0.2,
  },
  dropout: {
    code: 'NOO',
    text: 'The signal is lost and reads the low end of its range.',
    worksheet: {
      cause: 'A broken wire, a loose terminal or a lost supply of the transmitter.',
      effect:
        'The loop takes the low end for the truth and drives its control as far as it can; low alarms and interlocks act.',
      detection:
        'The input reports a broken wire or a value below its range; the reading falls to the low end at once.',
    },
    severity: { text: 'lost or not', low: 1, high: 1, relative: false },
    profile: 'intermittent',
    rate: 0.2,
  },
}

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
    severity: { text: 'offset', low: 0.03, high: 0.15, relative: true },
    profile: 'step',
    rate: 0.3,
  },
  drift: {
    code: 'ERO',
    text: 'The reading wanders off slowly, as with fouling or ageing.',
    severity: { text: 'offset at the end of the ramp', low: 0.03, high: 0.15, relative: true },
    profile: 'ramp',
    rate: 0.5,
  },
  stuck: {
    code: 'AIR',
    text: 'The reading freezes at its last value.',
    severity: { text: 'frozen or not', low: 1, high: 1, relative: false },
    profile: 'step',
    rate: 0.2,
  },
  dropout: {
    code: 'NOO',
    text: 'The signal is lost and reads the low end of its range.',
    severity: { text: 'lost or not', low: 1, high: 1, relative: false },
    profile: 'intermittent',
    rate: 0.2,
  },
}

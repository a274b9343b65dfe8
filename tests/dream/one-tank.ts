import type { Seconds } from '../../core/line/dimension.ts'
import type { Failure, Line, Signal } from '../../core/line/line.ts'
import { readLine } from '../../core/line/read.ts'

/** A pump fills a tank that empties through a pipe: small enough to dream and to train on in a moment. */
export const oneTankText = `line: one-tank
title: One tank
step: 1 s
scan: 5 s
horizon: 2 min

components:
  F-1: {kind: feed}
  P-1: {kind: metering-pump, capacity: 150 cm3/s}
  T-1: {kind: tank, area: 154 cm2, height: 60 cm, level: 30 cm}
  V-1: {kind: pipe, bore: 0.5 cm2, coefficient: 0.6}
  D-1: {kind: product}

connections:
  - F-1 > P-1 > T-1 > V-1 > D-1

signals:
  LT-1: {of: T-1.level, range: 0 to 60 cm, noise: 0.1 cm}

controls:
  SC-1: {drives: P-1.speed, range: 0 to 100 %, rate: 20 %/s, start: 48.5 %, safe: 0 %}

loops:
  LC-1: {kind: pid, signal: LT-1, control: SC-1, setpoint: 30 cm, gain: 5 %/cm, integral: 60 s}
  LSH-1: {kind: interlock, signal: LT-1, control: SC-1, above: 50 cm, value: 0 %}

goals:
  level: {track: LC-1, scale: 1 cm}

limits:
  overflow: {of: T-1.level, above: 55 cm, trip: yes, scale: 1 cm}
  low: {of: T-1.level, below: 20 cm, scale: 1 cm}

failures:
  - {on: LT-1, mode: bias, severity: 4 to 8 cm}

disturbances:
  demand: {of: LC-1.setpoint, step: 27 to 33 cm}
`

export const oneTank = readLine(oneTankText, 'one-tank')

/** The tank with one signal, its instrument changed, and with failures as given. */
export function tankWith(
  { signal = {}, failures = oneTank.failures }: { signal?: Partial<Signal>; failures?: readonly Failure[] },
  others: Partial<Line> = {},
): Line {
  const signals = oneTank.signals.map((each) => ({ ...each, ...signal }))
  return { ...oneTank, signals, failures, ...others }
}

/** A failure that does something at once and for good. */
export function failureOf(on: string, mode: string, others: Partial<Failure> = {}): Failure {
  return {
    name: `${on} ${mode}`,
    on,
    mode,
    rate: 1,
    severity: [1, 1],
    profile: 'step',
    ramp: 0 as Seconds,
    period: 60 as Seconds,
    duration: Infinity as Seconds,
    unit: '',
    ...others,
  }
}

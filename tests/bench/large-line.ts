/** A line of about `components` components: tanks in series with valves between them. `scans` scans long, 5 s each. */
export function largeLine(components: number, scans = 240): string {
  const tanks = Math.floor((components - 3) / 2)
  const numbers = Array.from({ length: tanks }, (_, index) => 101 + index)
  return `line: large-line
title: ${2 * tanks + 3} components in series
step: 1 s
scan: 5 s
horizon: ${scans * 5} s

components:
  F-101: {kind: feed}
  P-101: {kind: metering-pump, capacity: 150 cm3/s}
${numbers.map((number) => `  T-${number}: {kind: tank, area: 0.5 m2, height: 1 m, level: 0.5 m}`).join('\n')}
${numbers
  .slice(0, -1)
  .map((number) => `  V-${number}: {kind: pipe, bore: 4 cm2}`)
  .join('\n')}
  V-100: {kind: pipe, bore: 4 cm2}
  D-101: {kind: product}

connections:
  - F-101 > P-101 > T-101
${numbers
  .slice(0, -1)
  .map((number) => `  - T-${number} > V-${number} > T-${number + 1}`)
  .join('\n')}
  - T-${numbers.at(-1)} > V-100 > D-101

signals:
  LT-101: {of: T-101.level, range: 0 to 1 m, noise: 1 mm}

controls:
  SC-101: {drives: P-101.speed, range: 0 to 100 %, rate: 20 %/s, start: 50 %}

loops:
  LC-101: {kind: pid, signal: LT-101, control: SC-101, setpoint: 0.5 m, gain: 100 %/m, integral: 300 s}

goals:
  level: {track: LC-101, scale: 10 cm}

failures:
  - {on: LT-101, mode: bias, severity: 2 to 8 cm}
  - {on: P-101, mode: low output}
`
}

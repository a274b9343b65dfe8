import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'

const { fround } = Math

const pid = `
FUNCTION_BLOCK PID
  VAR_INPUT setpoint, measured : REAL; interval : REAL := 0.1; END_VAR
  VAR_OUTPUT output : REAL; END_VAR
  VAR CONSTANT gain : REAL := 2.0; integral_time : REAL := 5.0; derivative_time : REAL := 0.5; END_VAR
  VAR integral, last, error : REAL; started : BOOL; END_VAR
  error := setpoint - measured;
  IF NOT started THEN last := measured; started := TRUE; END_IF;
  integral := LIMIT(0.0, integral + gain * error * interval / integral_time, 100.0);
  output := LIMIT(0.0, gain * error + integral - gain * derivative_time * (measured - last) / interval, 100.0);
  last := measured;
END_FUNCTION_BLOCK
PROGRAM LOOP
  VAR_OUTPUT level : REAL; valve : REAL; END_VAR
  VAR controller : PID; END_VAR
  controller(setpoint := 50.0, measured := level);
  valve := controller.output;
  level := level + 0.1 * (valve * 0.1 - level * 0.02);
END_PROGRAM`

test('a PID block in a program computes what float32 arithmetic says and settles its level', () => {
  const loop = instantiate(parse(pid), 'LOOP')
  let level = 0
  let integral = 0
  let last = 0
  const limit = (value: number) => Math.min(Math.max(value, 0), 100)
  const times = (...factors: number[]) => factors.reduce((product, factor) => fround(product * fround(factor)))
  for (let scan = 0; scan < 3000; scan++) {
    loop.scan()
    const error = fround(50 - level)
    integral = limit(fround(integral + fround(times(2, error, 0.1) / 5)))
    const derivative = fround(times(1, fround(level - last)) / fround(0.1))
    const valve = limit(fround(fround(times(2, error) + integral) - derivative))
    last = level
    level = fround(level + times(0.1, fround(times(valve, 0.1) - times(level, 0.02))))
    assert.equal(loop.get('valve'), valve)
    assert.equal(loop.get('level'), level)
  }
  assert.ok(Math.abs(level - 50) < 0.05, `level ${level}`)
  assert.equal(loop.get('controller.integral'), integral)
})

const [inputs, hidden, outputs] = [24, 192, 8]
const weight = (count: number, phase: number) => Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + phase))
const literals = (values: readonly number[]) => values.map((value) => value.toFixed(9)).join(', ')
const parameters = {
  w1: weight(hidden * inputs, 0.3).map((value) => Number(value.toFixed(9))),
  b1: weight(hidden, 1.1).map((value) => Number(value.toFixed(9))),
  w2: weight(outputs * hidden, 2.9).map((value) => Number(value.toFixed(9))),
  b2: weight(outputs, 0.7).map((value) => Number(value.toFixed(9))),
}
const layer = (from: string, to: string, rows: number, columns: number, index: number, activation: string) => `
  FOR i := 0 TO ${rows - 1} DO
    acc := b${index}[i];
    FOR j := 0 TO ${columns - 1} DO acc := acc + w${index}[i * ${columns} + j] * ${from}[j]; END_FOR;
    ${to}[i] := ${activation};
  END_FOR;`
const constant = (name: string, values: readonly number[]) =>
  `${name} : ARRAY[0..${values.length - 1}] OF REAL := [${literals(values)}];`

const network = `
TYPE IN_VALUES : ARRAY[0..${inputs - 1}] OF REAL; OUT_VALUES : ARRAY[0..${outputs - 1}] OF REAL; END_TYPE
FUNCTION_BLOCK NETWORK
  VAR_INPUT x : IN_VALUES; END_VAR
  VAR_OUTPUT y : OUT_VALUES; END_VAR
  VAR CONSTANT
    ${Object.entries(parameters)
      .map(([name, values]) => constant(name, values))
      .join('\n    ')}
  END_VAR
  VAR h : ARRAY[0..${hidden - 1}] OF REAL; i, j : DINT; acc : REAL; END_VAR
  ${layer('x', 'h', hidden, inputs, 1, '1.0 - 2.0 / (EXP(2.0 * LIMIT(-9.0, acc, 9.0)) + 1.0)')}
  ${layer('h', 'y', outputs, hidden, 2, 'acc')}
END_FUNCTION_BLOCK`

function layerOf(w: readonly number[], b: readonly number[], x: readonly number[]): number[] {
  return b.map((bias, i) => {
    const row = w.slice(i * x.length, (i + 1) * x.length)
    return row.reduce((acc, weight, j) => fround(acc + fround(fround(weight) * x[j]!)), fround(bias))
  })
}

function tanh(value: number): number {
  const bounded = Math.min(Math.max(value, -9), 9)
  return fround(1 - fround(2 / fround(fround(Math.exp(fround(2 * bounded))) + 1)))
}

test('a network of two layers computes the same bits as plain float32 arithmetic, 2,000 scans in seconds', () => {
  const block = instantiate(parse(network), 'NETWORK')
  const started = performance.now()
  for (let scan = 0; scan < 2000; scan++) {
    const x = Array.from({ length: inputs }, (_, i) => fround(Math.cos(scan + i)))
    block.set('x', x)
    block.scan()
    if (scan % 100 !== 0) continue
    const h = layerOf(parameters.w1, parameters.b1, x).map(tanh)
    assert.deepEqual(block.get('y'), Float32Array.from(layerOf(parameters.w2, parameters.b2, h)))
  }
  const seconds = (performance.now() - started) / 1000
  assert.ok(seconds < 10, `2,000 scans of ${inputs * hidden + hidden * outputs} products took ${seconds} s`)
})

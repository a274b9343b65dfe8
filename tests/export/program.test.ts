import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  absolute,
  add,
  broadcastTo,
  clip,
  cosine,
  divide,
  equal,
  exponential,
  floor,
  greater,
  less,
  logarithm,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  reciprocal,
  relu,
  round,
  roundStraightThrough,
  sigmoid,
  sign,
  sine,
  squareRoot,
  subtract,
  tanh,
} from '../../core/graph/elementwise.ts'
import { constant, input, named } from '../../core/graph/leaf.ts'
import { linear, matmul, sumLanes, sumRows } from '../../core/graph/matrix.ts'
import { topologicalOrder } from '../../core/graph/order.ts'
import {
  concatLanes,
  concatRows,
  gatherRows,
  padLanes,
  padRows,
  reshape,
  sliceLanes,
  sliceRows,
} from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { type RandomSource, randomSource } from '../../core/scenario/random.ts'
import { evaluate } from '../graph/evaluate.ts'
import { blockOf, runGraph } from './run-graph.ts'

const smooth = { negate, absolute, tanh, sigmoid, relu, sine, cosine }
const steps = { sign, floor, round, roundStraightThrough }
const positive = (x: Tensor) => add(absolute(x), 0.5)

/** Every operation, applied to tensors of any shape that it takes; `pick` gives an earlier tensor, `draw` a number below. */
function operations(pick: () => Tensor, draw: (below: number) => number): Record<string, () => Tensor> {
  const pair = (of: (a: Tensor, b: Tensor) => Tensor) => () => {
    const a = pick()
    const b = pick()
    const fits = (m: number, n: number) => m === n || m === 1 || n === 1
    return fits(a.rows, b.rows) && fits(a.lanes, b.lanes) ? of(a, b) : of(a, multiply(a, 0.7))
  }
  const values = (rows: number, lanes: number, share = 1) =>
    constant(
      Array.from({ length: rows * lanes }, () => (draw(100) < 100 * share ? (draw(200) - 100) / 100 : 0)),
      rows,
      lanes,
    )
  const of = (build: (x: Tensor) => Tensor) => () => build(pick())
  return {
    ...Object.fromEntries(Object.entries(smooth).map(([kind, build]) => [kind, of(build)])),
    // Half a step off, so that no rounding decides which side a value falls on.
    ...Object.fromEntries(
      Object.entries(steps).map(([kind, build]) => [kind, of((x) => build(add(multiply(round(x), 1.5), 0.3)))]),
    ),
    squareRoot: of((x) => squareRoot(positive(x))),
    logarithm: of((x) => logarithm(positive(x))),
    reciprocal: of((x) => reciprocal(positive(x))),
    exponential: of((x) => exponential(tanh(x))),
    power: of((x) => power(positive(tanh(x)), [3, 4, 1.7, -2][draw(4)] as number)),
    clip: of((x) => clip(x, -0.5, [0.5, Infinity][draw(2)] as number)),
    add: pair(add),
    subtract: pair(subtract),
    multiply: pair((a, b) => tanh(multiply(a, b))),
    divide: pair((a, b) => divide(a, positive(b))),
    minimum: pair(minimum),
    maximum: pair(maximum),
    greater: pair((a, b) => greater(round(a), add(round(b), 0.5))),
    less: pair((a, b) => less(round(a), add(round(b), 0.5))),
    equal: pair((a, b) => equal(round(a), round(b))),
    linear: of((x) => {
      const rows = 1 + draw(9)
      return linear(values(rows, x.rows), x, values(rows, 1))
    }),
    sparse: of((x) => matmul(values(1 + draw(9), x.rows, 0.2), x)),
    matmul: pair((a, b) => {
      if (a.rows === b.rows) return matmul(a, b, { transposeA: true })
      if (a.lanes === b.lanes) return matmul(a, b, { transposeB: true })
      return a.lanes === b.rows ? matmul(a, b) : matmul(a, a, { transposeB: true })
    }),
    sumRows: of(sumRows),
    sumLanes: of(sumLanes),
    gatherRows: of((x) =>
      gatherRows(
        x,
        Array.from({ length: 1 + draw(6) }, () => draw(x.rows)),
      ),
    ),
    sliceRows: of((x) => sliceRows(x, draw(x.rows), x.rows)),
    sliceLanes: of((x) => sliceLanes(x, draw(x.lanes), x.lanes)),
    padRows: of((x) => padRows(x, draw(3), draw(3))),
    padLanes: of((x) => padLanes(x, draw(3), draw(3))),
    concatRows: of((x) => concatRows([x, x, sliceRows(x, 0, 1)])),
    concatLanes: of((x) => concatLanes([x, sliceLanes(x, 0, 1)])),
    reshape: of((x) => reshape(x, x.lanes, x.rows)),
    broadcast: of((x) => broadcastTo(sliceRows(x, 0, 1), 1 + draw(5), x.lanes)),
    named: of((x) => named(multiply(x, 0.9), 'a named value')),
  }
}

async function compare(outputs: Record<string, Tensor>, random: RandomSource, tolerance: number) {
  const feeds: Record<string, Float32Array> = {}
  for (const { operation, rows, lanes } of topologicalOrder(Object.values(outputs))) {
    if (operation.kind !== 'input') continue
    feeds[operation.name] = Float32Array.from({ length: rows * lanes }, () => 2 * random.normal())
  }
  const expected = await evaluate(outputs, feeds)
  const found = runGraph(outputs, feeds)
  for (const name in outputs) {
    const wanted = expected[name] as number[]
    const got = found[name] as number[]
    assert.equal(got.length, wanted.length)
    wanted.forEach((value, at) => {
      const difference = Math.abs(value - (got[at] as number))
      if (difference <= tolerance * Math.max(1, Math.abs(value))) return
      assert.fail(`${name}[${at}] is ${got[at]} and should be ${value}\n${blockOf(outputs)}`)
    })
  }
}

const shapes = [
  [1, 1],
  [2, 1],
  [3, 1],
  [4, 1],
  [7, 1],
  [1, 3],
  [5, 2],
] as const

test('every operation gives in Structured Text what it gives in ONNX', async () => {
  const one = input('first', 1, 1)
  const kinds = Object.keys(
    operations(
      () => one,
      () => 0,
    ),
  )
  for (const kind of kinds) {
    for (const [rows, lanes] of shapes) {
      const random = randomSource(rows * 10 + lanes).fork(kind)
      const turns = [multiply(input('first', rows, lanes), 1.25), subtract(input('second', rows, lanes), 0.125)]
      let turn = 0
      const pick = () => turns[turn++ % 2] as Tensor
      const result = operations(pick, (below) => random.integer(below))[kind]?.() as Tensor
      await compare({ result, again: add(result, 1) }, random, 3e-6)
    }
  }
})

test('random graphs of all operations give in Structured Text what they give in ONNX', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const random = randomSource(seed)
      const draw = (below: number) => random.integer(below)
      const known = [input('first', 1 + draw(6), 1), input('second', 1 + draw(3), 1), input('third', 3, 1)]
      for (let count = 0; count < 14; count++) {
        const all = Object.values(operations(() => known[draw(known.length)] as Tensor, draw))
        const next = (all[draw(all.length)] as () => Tensor)()
        if (next.rows * next.lanes <= 40) known.push(tanh(multiply(next, 0.5)))
      }
      const [before, last] = known.slice(-2) as [Tensor, Tensor]
      await compare({ before, last, sum: add(sumRows(before), sumLanes(sumRows(last))) }, random, 1e-4)
    }),
    { numRuns: 100 },
  )
})

test('the text is what an engineer would write', () => {
  const level = input('level', 5, 1)
  const flow = matmul(constant([1, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], 3, 5), level)
  const hidden = named(
    tanh(
      linear(
        constant(
          Array.from({ length: 20 }, (_, i) => i / 8),
          4,
          5,
        ),
        level,
        constant([1, 2, 3, 4], 4, 1),
      ),
    ),
    'hidden',
  )
  const text = blockOf({ flow, hidden, filtered: add(multiply(level, 0.25), multiply(level, level)) })
  for (const line of [
    'flow[0] := level[0] - level[4];',
    'flow[1] := 0.0;',
    'FOR row := 0 TO 3 DO',
    '(* hidden *)',
    'filtered[row] := level[row] * 0.25 + level[row] * level[row];',
  ]) {
    assert.ok(text.includes(line), `${line} is missing in\n${text}`)
  }
  assert.match(text, /start := row \* 5;/)
  assert.match(text, /total := total \+ weights_\d+\[start \+ column\] \* level\[column\];/)
})

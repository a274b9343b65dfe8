import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LineFileError } from '../../core/line/file/problem.ts'
import type { Port } from '../../core/line/kind.ts'
import { kinds } from '../../core/line/kinds.ts'
import { measure } from '../../core/line/measure.ts'
import { readLine } from '../../core/line/read.ts'

interface Socket extends Port {
  readonly end: string
  readonly component: number
}

/** A component with what it must be given, 1 of the usual unit. */
function componentOf(kind: string): string {
  const needed = Object.entries(kinds[kind]!.parameters).filter(([, { default: assumed }]) => assumed === undefined)
  return [`kind: ${kind}`, ...needed.map(([name, { dimension }]) => `${name}: 1 ${measure(dimension).units[0]}`)].join(
    ', ',
  )
}

/** Connects every outlet to an inlet that fits it and is still free, chosen by `choices`, or else to one that is shared. */
function connect(names: readonly string[], choices: readonly number[]): readonly string[] {
  const sockets: readonly Socket[] = names.flatMap((kind, component) =>
    Object.entries(kinds[kind]!.ports).map(([name, port]) => ({ ...port, end: `X${component}.${name}`, component })),
  )
  const taken = new Set<Socket>()
  return sockets.flatMap((from, turn) => {
    if (from.direction === 'in' || (from.direction === 'both' && from.shared) || taken.has(from)) return []
    const fitting = sockets.filter(
      (to) =>
        to.component !== from.component &&
        to.medium === from.medium &&
        to.direction !== 'out' &&
        (to.shared ? !from.shared : !taken.has(to)),
    )
    const free = fitting.filter(({ shared }) => shared !== true)
    const choice = choices[turn % choices.length]!
    const among = free.length > 0 && choice % 3 > 0 ? free : fitting
    const to = among[choice % among.length]
    if (to === undefined) return []
    taken.add(from).add(to)
    return [`${from.end} > ${to.end}`]
  })
}

function textOf(names: readonly string[], choices: readonly number[]): string {
  const components = names.map((kind, i) => `  X${i}: {${componentOf(kind)}}`)
  const connections = connect(names, choices).map((chain) => `  - ${chain}`)
  const signals = names.flatMap((kind, i) =>
    Object.entries(kinds[kind]!.quantities)
      .filter((_, j) => choices[(i + j) % choices.length]! % 4 === 0)
      .map(([quantity, { dimension }], j) => {
        return `  S${i}-${j}: {of: X${i}.${quantity}, range: 0 to 10 ${measure(dimension).units[0]}}`
      }),
  )
  const head = ['line: a', 'title: b', 'step: 1 s', 'scan: 1 s', 'horizon: 1 min', 'components:', ...components]
  const sections = [
    ...(connections.length > 0 ? ['connections:', ...connections] : []),
    ...(signals.length > 0 ? ['signals:', ...signals] : []),
  ]
  return [...head, ...sections].join('\n')
}

/** Between one and six pieces of equipment, with two tanks that whatever is left open can drain into. */
const equipment = fc
  .array(fc.constantFrom(...Object.keys(kinds).filter((kind) => kind !== 'product')), { minLength: 1, maxLength: 6 })
  .map((names) => [...names, 'tank', 'tank'])

test('however equipment is connected and measured, it makes a plant or the reader says why not', () => {
  const counts = { plants: 0, refused: 0 }
  fc.assert(
    fc.property(equipment, fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }), (names, choices) => {
      try {
        readLine(textOf(names, choices), 'x')
        counts.plants++
      } catch (error) {
        assert.ok(error instanceof LineFileError, String(error))
        assert.ok(error.problems.every(({ path }) => /^components\.X\d$/.test(path)))
        counts.refused++
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(counts.plants > 50 && counts.refused > 50, JSON.stringify(counts))
})

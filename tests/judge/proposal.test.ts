import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOfCandidate, drawCandidate, firstProposal, refit } from '../../core/judge/proposal.ts'
import { layOut } from '../../core/line/groups.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { bundledLine } from '../line/stepper.ts'
import { assertDeclared } from '../scenario/declared.ts'

const lines = ['three-tank', 'pasteuriser', 'bottling'].map(bundledLine)

test('whatever the search follows, its days keep to what the line declares', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0 }),
      fc.constantFrom(...lines),
      fc.integer({ max: 8, min: 1 }),
      (seed, line, few) => {
        const layout = layOut(line)
        const random = randomSource(seed)
        let proposal = firstProposal(line, layout)
        for (let generation = 0; generation < 6; generation++) {
          const candidates = Array.from({ length: 16 }, () => drawCandidate(proposal, random))
          for (const candidate of candidates) {
            const day = dayOfCandidate(line, layout, candidate)
            assertDeclared(line, day)
            assert.equal(new Set(day.faults.map(({ failure }) => failure)).size, candidate.failures.length)
            assert.ok(day.likelihood > 0)
            for (const [row, { deviation }] of layout.spreads.entries()) {
              assert.ok(Math.abs(day.factors[row]! - 1) <= 2 * deviation + 1e-9)
            }
          }
          proposal = refit(proposal, candidates.slice(0, few))
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('a proposal comes to draw what its elites have in common', () => {
  const [line] = lines as [(typeof lines)[number]]
  const layout = layOut(line)
  const random = randomSource(1)
  const row = line.failures.findIndex(({ name }) => name === 'LT-101 bias')
  const [low, high] = line.failures[row]!.severity
  const days = (proposal: ReturnType<typeof firstProposal>) => {
    const candidates = Array.from({ length: 400 }, () => drawCandidate(proposal, random))
    return candidates.map((candidate) => ({ candidate, day: dayOfCandidate(line, layout, candidate) }))
  }
  const severities = (drawn: ReturnType<typeof days>) =>
    drawn
      .flatMap(({ day }) => day.faults.filter(({ failure }) => failure === 'LT-101 bias'))
      .map((fault) => fault.severity)
  let proposal = firstProposal(line, layout)
  const before = severities(days(proposal))
  for (let generation = 0; generation < 6; generation++) {
    const elite = days(proposal)
      .filter(({ candidate }) => candidate.failures.includes(row))
      .sort((a, b) => severities([b])[0]! - severities([a])[0]!)
      .slice(0, 8)
    proposal = refit(
      proposal,
      elite.map(({ candidate }) => candidate),
    )
  }
  const after = severities(days(proposal))
  assert.ok(after.length > 3 * before.length, `${after.length} of 400, ${before.length} at first`)
  const average = after.reduce((sum, value) => sum + value, 0) / after.length
  assert.ok(average > low + 0.9 * (high - low), `${average}`)
})

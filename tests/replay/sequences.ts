import type { TestContext } from 'node:test'
import { seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import type { Experience, KeptSequence, Sequence } from '../../core/replay/experience.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultOf, type Scenario } from '../../core/scenario/scenario.ts'
import { openStudy } from '../../core/study/study.ts'
import { oneTank } from '../dream/one-tank.ts'
import { folder } from '../study/folder.ts'

export const day = (line: Line, failures: readonly string[] = []): Scenario => ({
  name: failures.join(' + '),
  faults: failures.map((name) => {
    const failure = line.failures.find((candidate) => candidate.name === name)!
    return faultOf(failure, { onset: seconds(10), severity: failure.severity[1] })
  }),
  changes: [],
  factors: [],
  likelihood: 0,
})

/** Experiences anywhere within the ranges of the line. */
export function scattered(line: Line, count: number, seed: number, facts: Partial<Sequence> = {}): Sequence {
  const random = randomSource(seed)
  const within = (items: readonly { low: number; high: number }[]) =>
    Float32Array.from(items, ({ low, high }) => low + (high - low) * random.next())
  const experiences = Array.from({ length: count }, (_, scan): Experience => {
    return {
      scan,
      state: within(line.signals),
      control: within(line.controls),
      fault: Float32Array.from(line.failures, ({ severity }) => (random.next() < 0.5 ? 0 : severity[1])),
      nextState: within(line.signals),
      outcome: random.next(),
      reasoning: null,
    }
  })
  return { provenance: 'causal', policyRound: 0, value: 1, scenario: day(line), chain: [], experiences, ...facts }
}

/** A sequence as a replay lists it. */
export function listed(id: number, facts: Partial<KeptSequence>): KeptSequence {
  const background = { provenance: 'causal', policyRound: 0, value: 1, scenario: day(oneTank), chain: [] } as const
  return { ...background, id, firstId: 1000 * id, length: 10, ...facts }
}

/** A new study with the one-tank line in it. */
export function studyOfTank(context: TestContext) {
  const directory = folder(context)
  const study = openStudy(directory, { create: true })
  context.after(() => study.close())
  return { study, directory, hash: study.saveLine('one-tank', 'the text') }
}

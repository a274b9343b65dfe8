import type { Line } from '../line/line.ts'
import type { Sequence } from './experience.ts'

/**
 * Experiences of a dream on a line with told failures after its own, as experiences of the line itself. Where something told
 * occurred they are the learned model's; what it was is in the scenario's name.
 */
export function withoutTold(line: Line, sequence: Sequence): Sequence {
  const { scenario, chain, experiences } = sequence
  const own = scenario.faults.filter(({ failure }) => line.failures.some(({ name }) => name === failure))
  const count = line.failures.length
  return {
    ...sequence,
    provenance: own.length < scenario.faults.length ? 'learned' : sequence.provenance,
    scenario: { ...scenario, faults: own },
    chain: chain.filter(({ kind, row }) => kind !== 'fault' || row < count),
    experiences: experiences.map((experience) => ({ ...experience, fault: experience.fault.slice(0, count) })),
  }
}

import { adam } from '../graph/adam.ts'
import { input } from '../graph/leaf.ts'
import type { Tensor } from '../graph/tensor.ts'

/** The gradient is shortened to this length: one dream in which all goes wrong shall not throw the policy off. */
const clipNorm = 1

/**
 * One step of Adam as outputs `nextParameters`, `nextFirstMoment`, `nextSecondMoment` of the inputs `parameters`,
 * `firstMoment`, `secondMoment`, `gradient` (each [count, 1]), `step` and `learningRate` ([1, 1]).
 */
export function adamStep(count: number): Record<'nextParameters' | 'nextFirstMoment' | 'nextSecondMoment', Tensor> {
  const column = (name: string) => input(name, count, 1)
  const next = adam(
    { parameters: column('parameters'), firstMoment: column('firstMoment'), secondMoment: column('secondMoment') },
    column('gradient'),
    input('step', 1, 1),
    input('learningRate', 1, 1),
    { clipNorm },
  )
  return { nextParameters: next.parameters, nextFirstMoment: next.firstMoment, nextSecondMoment: next.secondMoment }
}

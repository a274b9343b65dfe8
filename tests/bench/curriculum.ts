import { beginPool } from '../../core/curriculum/pool.ts'
import { closeRound, planRound, type RoundRequest } from '../../core/curriculum/round.ts'
import { usualCurriculum } from '../../core/curriculum/settings.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { trainByGradient } from '../../core/train/bptt.ts'
import { createFilming } from '../../core/train/filming.ts'
import { recurrentShape } from '../../core/train/policy.ts'
import type { TrainingSettings } from '../../core/train/training.ts'
import { filmingInterval } from '../../core/train/training-loop.ts'
import { type Figure, shortest } from './figure.ts'
import { subjectOf } from './three-tank.ts'

const lanes = 128

/** What choosing tasks and filming them for the replay adds to a round of training on three-tank. */
export async function curriculum(): Promise<Figure[]> {
  const subject = subjectOf(recurrentShape)
  const settings: TrainingSettings = {
    seed: 1,
    validationSeed: 2,
    iterations: 6,
    lanes,
    learningRate: 1e-3,
    device: 'cpu',
    curriculum: usualCurriculum,
  }
  let from = 0
  let round = Infinity
  await trainByGradient(subject, settings, {
    onProgress({ validation }) {
      const now = performance.now()
      if (validation === undefined) round = Math.min(round, (now - from) / 1000)
      from = now
    },
    onCheckpoint() {},
  })

  const { line, plant } = subject.loop
  const request: RoundRequest = {
    line,
    layout: plant.layout,
    settings: usualCurriculum,
    lanes,
    ordinary: 36,
    sameDay: false,
  }
  const random = randomSource(1)
  let pool = beginPool([])
  const once = async () => {
    const planned = planRound(pool, request, random)
    pool = closeRound(
      pool,
      planned,
      Float32Array.from({ length: lanes }, () => 1 + random.next()),
      0.1,
    )
  }
  for (let index = 0; index < 50; index++) await once()
  const choosing = await shortest(20, once)
  const filming = await createFilming(subject, settings)
  const parameters = new Float32Array(subject.policy.controller.parameters)
  const film = await shortest(3, () => filming.film(pool, parameters, random))
  await filming.release()
  const share = (choosing + film / filmingInterval) / round
  return [
    { what: 'choosing the tasks of a round', value: 1000 * choosing, unit: 'ms' },
    { what: 'filming for the replay', value: 1000 * film, unit: `ms every ${filmingInterval} rounds` },
    { what: 'curriculum and replay', value: 100 * share, unit: '% of a round', target: { most: 5 } },
  ]
}

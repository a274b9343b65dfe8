import { readFileSync } from 'node:fs'
import { usualCurriculum } from '../../core/curriculum/settings.ts'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { createObserver } from '../../core/dream/observer.ts'
import type { Seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { createPolicy, type PolicyShape } from '../../core/train/policy.ts'
import type { NetworkSubject, TrainingHooks, TrainingSettings } from '../../core/train/training.ts'

const path = 'assets/lines/three-tank.line.yaml'

export const recurrent: PolicyShape = { network: 'recurrent', units: 6, hidden: 8 }
export const feedForward: PolicyShape = { network: 'feed-forward', units: 0, hidden: 16 }

const threeTank = readLine(readFileSync(path, 'utf8'), path)

/** The three-tank line for five minutes, on which nothing but a level transmitter's bias occurs. */
const line: Line = {
  ...threeTank,
  horizon: 300 as Seconds,
  failures: threeTank.failures.filter(({ mode }) => mode === 'bias'),
  scenarios: [],
}

const plant = compilePlant(line)
const observer = await createObserver(line)

export function subjectOf(shape: PolicyShape): NetworkSubject {
  const policy = createPolicy(line, observer, shape)
  return { policy, loop: closeLoop(plant, policy.controller) }
}

export const settings: TrainingSettings = {
  seed: 1,
  validationSeed: 2,
  iterations: 20,
  lanes: 32,
  learningRate: 0.003,
  device: 'cpu',
  curriculum: usualCurriculum,
}

export const silent: TrainingHooks = { onProgress() {}, onCheckpoint() {} }

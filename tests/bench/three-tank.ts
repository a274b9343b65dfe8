import { readFileSync } from 'node:fs'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { createPolicy, type PolicyShape } from '../../core/train/policy.ts'
import type { NetworkSubject } from '../../core/train/training.ts'

export const path = 'assets/lines/three-tank.line.yaml'
export const feedForward: PolicyShape = { network: 'feed-forward', units: 0, hidden: 64 }

const line = readLine(readFileSync(path, 'utf8'), path)
const observer = await createObserver(line)
export const plant = compilePlant(line)
export const scans = Math.round(line.horizon / line.scan)

export function subjectOf(shape: PolicyShape): NetworkSubject {
  const policy = createPolicy(line, observer, shape)
  return { policy, loop: closeLoop(plant, policy.controller) }
}

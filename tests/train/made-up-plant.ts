import type { Logged } from '../../core/dream/learned/log-series.ts'
import { randomSource } from '../../core/scenario/random.ts'

export const names = { signals: ['level', 'temperature'], controls: ['valve'] }

/**
 * A plant made up for tests: a level that a valve fills with a dead time of two scans and that empties by its root, and a
 * temperature that the same valve cools the less the higher the level is. `blocked` is the share of the valve that is shut.
 */
export function madeUpLog(scans: number, seed: number, { blocked = 0, noise = 0.02 } = {}): Logged {
  const random = randomSource(seed)
  const readings: Float32Array[] = []
  const controls: Float32Array[] = []
  let [level, temperature, valve] = [1, 0, 0.5]
  for (let scan = 0; scan < scans; scan++) {
    readings.push(Float32Array.of(level + noise * random.normal(), temperature + noise * random.normal()))
    if (random.next() < 0.2) valve = random.next()
    controls.push(Float32Array.of(valve))
    const flow = (1 - blocked) * (controls[Math.max(0, scan - 2)]?.[0] as number)
    temperature += 0.2 * (1 - temperature) - (0.4 * flow) / (0.5 + level)
    level = Math.max(0, level + 0.2 * flow - 0.1 * Math.sqrt(level))
  }
  return { name: `log ${seed}`, readings, controls }
}

import { type RandomSource, randomSource } from '../scenario/random.ts'
import { noisePool } from './noise.ts'

/** What one draw of noise holds, as rows of each distribution. */
export interface DayNoiseRows {
  readonly normal: number
  readonly uniform: number
}

/** The noise of some scans, row-major [rows, lanes] each. Views: they must not be written to. */
export interface DayNoise {
  readonly normal: Float32Array
  readonly uniform: Float32Array
}

/** One dream among others: the noise it meets follows from the seed, its index and how many were dreamt side by side. */
export interface DayPlace {
  readonly index: number
  readonly lanes: number
}

const pools = { normal: noisePool('normal'), uniform: noisePool('uniform') }
const distributions = ['normal', 'uniform'] as const

/** Draws, one after the other, the noise of a round of dreams that begins with dream `first`. */
export function roundNoise(rows: DayNoiseRows, seed: number, first: number, lanes: number): () => DayNoise {
  const random = sourceOfRound(seed, first)
  return () => draw((name) => pools[name].take(rows[name] * lanes, random))
}

/** Draws the noise that dreams met elsewhere, each in a lane of its own, and again from the first for further lanes. */
export function noiseOfDays(
  rows: DayNoiseRows,
  seed: number,
  days: readonly DayPlace[],
  lanes: number,
): () => DayNoise {
  const sources = days.map(({ index, lanes: among }) => sourceOfRound(seed, index - (index % among)))
  const columns = (name: keyof DayNoise) => {
    const values = new Float32Array(rows[name] * lanes)
    days.forEach(({ index, lanes: among }, day) => {
      const taken = pools[name].take(rows[name] * among, sources[day] as RandomSource)
      for (let lane = day; lane < lanes; lane += days.length) {
        for (let row = 0; row < rows[name]; row++) {
          values[row * lanes + lane] = taken[row * among + (index % among)] as number
        }
      }
    })
    return values
  }
  return () => draw(columns)
}

const sourceOfRound = (seed: number, first: number) => randomSource(seed).fork(`round ${first}`)

/** Both distributions, always in the same order: they share a source. */
function draw(take: (name: keyof DayNoise) => Float32Array): DayNoise {
  const [normal, uniform] = distributions.map(take) as [Float32Array, Float32Array]
  return { normal, uniform }
}

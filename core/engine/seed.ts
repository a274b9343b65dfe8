import { EngineError } from './contract.ts'

/** Seeds are multiplied and shifted for workers and held-out days, which must stay whole below 2^53. */
const largest = 1e12

/** Throws `EngineError` unless the seed is a whole number from 0 to 10^12. */
export function assertSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= largest) return
  throw new EngineError([{ message: `${seed} is no seed.`, remedy: 'Take a whole number from 0 to 10^12.' }])
}

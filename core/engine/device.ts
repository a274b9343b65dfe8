import { add } from '../graph/elementwise.ts'
import { input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import { type Device, EngineError } from './contract.ts'

/** What a job runs on, and why, where that is not what was asked for. */
export interface ChosenDevice {
  readonly device: 'cpu' | 'gpu'
  readonly fallback?: string
}

/**
 * Below so many dreams side by side the processor trains faster than any GPU, whose calls take longer to begin than to run:
 * 128 dreams took 12 times as long on an NVIDIA H200 as on one core beside it, 2,048 twice as long.
 */
const fewestOnGpu = 4096

/** The device for a training of so many dreams side by side. Throws `EngineError` as `chooseDevice` does. */
export async function deviceForTraining(asked: Device, lanes: number): Promise<ChosenDevice> {
  if (asked !== 'auto' || lanes >= fewestOnGpu) return chooseDevice(asked)
  return { device: 'cpu', fallback: `Running on the CPU: ${lanes} dreams side by side are faster there.` }
}

/** Finds out by a program of one node. Throws `EngineError` where a GPU is asked for and there is none. */
export async function chooseDevice(asked: Device): Promise<ChosenDevice> {
  if (asked === 'cpu') return { device: 'cpu' }
  try {
    const { device, fallback, release } = await compile({ y: add(input('x', 1, 1), 1) }, { device: asked })
    await release()
    return fallback === undefined ? { device } : { device, fallback }
  } catch (error) {
    const where = error instanceof Error ? error.message : String(error)
    throw new EngineError([{ message: 'No GPU can be used.', remedy: 'Take --device cpu, or auto.', where }])
  }
}

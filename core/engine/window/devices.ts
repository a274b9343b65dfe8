import { cpus } from 'node:os'
import { EngineError } from '../contract.ts'
import { chooseDevice } from '../device.ts'
import { versions } from '../versions.ts'
import type { Devices } from './contract.ts'

/** What this workstation computes on; a GPU is found out by using it. */
export async function findDevices(): Promise<Devices> {
  const processors = cpus()
  const name = processors[0]?.model.trim().replace(/\s+/g, ' ') || process.arch
  return { cpu: { name, cores: processors.length }, gpu: await findGpu(), versions }
}

async function findGpu(): Promise<Devices['gpu']> {
  try {
    await chooseDevice('gpu')
    return { usable: true }
  } catch (error) {
    const reason = error instanceof EngineError ? error.problems[0]?.where : String(error)
    return { usable: false, ...(reason !== undefined && { reason }) }
  }
}

import type { EngineProcess } from '../engine-run.ts'
import type { Places } from '../places.ts'
import type { Electron } from './electron.ts'
import { startTrainersFor } from './trainers.ts'

export interface Entries {
  readonly engine: string
  readonly trainer: string
}

/** Starts the engine's process under Electron, and the training processes that it asks for; they end with it. */
export function startEngine(
  { utilityProcess }: Electron,
  entries: Entries,
  { studies, settings, samples }: Places,
): EngineProcess {
  const child = utilityProcess.fork(entries.engine, [studies, settings, samples], { serviceName: 'Dreamline engine' })
  startTrainersFor(child, () => utilityProcess.fork(entries.trainer, [], { serviceName: 'Dreamline training' }))
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.once('exit', (code) => listener(`ended with exit code ${code}`)),
    kill: () => child.kill(),
  }
}

import { adaptation } from './adapt.ts'
import { adoptValues, calibrate } from './calibrate.ts'
import { summarise } from './check.ts'
import type { Engine } from './contract.ts'
import { distil } from './distil.ts'
import { dream } from './dream.ts'
import { experience, experiences } from './experiences.ts'
import { exportPolicy } from './export.ts'
import { reported } from './failure.ts'
import { fineTuning } from './fine-tuning.ts'
import { judge } from './judge.ts'
import { trainOffline } from './offline.ts'
import { replay } from './replay.ts'
import { mainJob } from './run.ts'
import { loadSource } from './source.ts'
import { train } from './train.ts'
import type { SpawnTraining } from './workers.ts'

/** The engine behind every shell; `spawn` starts a training process where a plain fork of Node cannot. */
export function createEngine({ spawn }: { readonly spawn?: SpawnTraining } = {}): Engine {
  const calls: Omit<Engine, 'run' | 'adapt'> = {
    check: async ({ line }) => summarise(loadSource(line)),
    replay: (...call) => reported(() => replay(...call)),
    dream: (...call) => reported(() => dream(...call)),
    train: (request, job) => reported(() => train(request, job, spawn)),
    trainOffline: (...call) => reported(() => trainOffline(...call)),
    judge: (...call) => reported(() => judge(...call)),
    export: (...call) => reported(() => exportPolicy(...call)),
    verify: (...call) => reported(async () => (await import('./verify.ts')).verify(...call)),
    distil: (...call) => reported(() => distil(...call)),
    experiences: (...call) => reported(() => experiences(...call)),
    experience: (...call) => reported(() => experience(...call)),
    fineTuning: (...call) => reported(() => fineTuning(...call)),
    calibrate: (...call) => reported(() => calibrate(...call)),
    adoptValues,
    proposeMapping: async (...call) => (await import('./import.ts')).proposeMapping(...call),
    import: async (...call) => (await import('./import.ts')).importLog(...call),
    learn: async (...call) => reported(async () => (await import('./learn.ts')).learn(...call)),
    // What talks to a server takes longer to load than most calls to run.
    reason: async (...call) => (await import('./reason.ts')).reason(...call),
    adopt: async (...call) => (await import('./reason.ts')).adopt(...call),
    foretell: async (...call) => (await import('./foretell.ts')).foretell(...call),
    watchPlant: async (...call) => (await import('./plant.ts')).watchPlant(...call),
    shadowPlant: async (...call) => (await import('./plant.ts')).shadowPlant(...call),
    runPlant: async (...call) => (await import('./plant.ts')).runPlant(...call),
    mapPlant: async (...call) => (await import('./plant-setup.ts')).mapPlant(...call),
    trustPlant: async (...call) => (await import('./plant-setup.ts')).trustPlant(...call),
    auditPlant: async (...call) => (await import('./plant-setup.ts')).auditPlant(...call),
    servePlant: async (...call) => (await import('./serve-plant.ts')).servePlant(...call),
    doctor: async (...call) => (await import('./doctor.ts')).doctor(...call),
  }
  return { ...calls, adapt: adaptation(calls), run: mainJob(calls) }
}

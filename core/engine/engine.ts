import { adaptation } from './adapt.ts'
import { summarise } from './check.ts'
import type { Engine } from './contract.ts'
import { dream } from './dream.ts'
import { experience, experiences } from './experiences.ts'
import { reported } from './failure.ts'
import { fineTuning } from './fine-tuning.ts'
import { judge } from './judge.ts'
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
    judge: (...call) => reported(() => judge(...call)),
    experiences: (...call) => reported(() => experiences(...call)),
    experience: (...call) => reported(() => experience(...call)),
    fineTuning: (...call) => reported(() => fineTuning(...call)),
    // Loaded when they are asked for: all of this takes longer to load than a check of a line to run.
    export: (...call) => reported(async () => (await import('./export.ts')).exportPolicy(...call)),
    verify: (...call) => reported(async () => (await import('./verify.ts')).verify(...call)),
    distil: (...call) => reported(async () => (await import('./distil.ts')).distil(...call)),
    trainOffline: (...call) => reported(async () => (await import('./offline.ts')).trainOffline(...call)),
    calibrate: (...call) => reported(async () => (await import('./calibrate.ts')).calibrate(...call)),
    adoptValues: async (...call) => (await import('./calibrate.ts')).adoptValues(...call),
    proposeMapping: async (...call) => (await import('./import.ts')).proposeMapping(...call),
    import: async (...call) => (await import('./import.ts')).importLog(...call),
    learn: async (...call) => reported(async () => (await import('./learn.ts')).learn(...call)),
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

import { setImmediate } from 'node:timers/promises'
import { lanesOf } from '../dream/lanes.ts'
import { createEnsemble, type LearnedModel, members, rangesOf } from '../dream/learned/residual.ts'
import { measuredStates } from '../dream/measured-states.ts'
import { only } from '../dream/start.ts'
import { adam } from '../graph/adam.ts'
import { multiply, square, subtract } from '../graph/elementwise.ts'
import { gradient } from '../graph/gradient.ts'
import { input } from '../graph/leaf.ts'
import { meanAll } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import { concatRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Plant } from '../line/plant.ts'
import type { Replay } from '../replay/replay.ts'
import type { RandomSource } from '../scenario/random.ts'
import { type Fit, fitsOf } from './fit-error.ts'
import { seenIn, situationsOf, type ToldExperience, type ToldScan, toldExperience } from './told-experience.ts'

/** A learned model and how well it fits, happening by happening. */
export interface FittedModel {
  readonly model: LearnedModel
  readonly fits: readonly Fit[]
}

/** Experiences in a batch, and of how many in a row its windows are at most. */
const batchSize = 96
const longestWindow = 12
const batches = 100
/** Updates on each batch. */
const updates = 8
const fastest = 2e-2

/**
 * Fits a residual over the causal plant to the reasoned experience of a replay; undefined where it holds none, or where no
 * state of the line is measured. Updates are made on batches of the uniform half alone, each a round of the run whose uses
 * are kept.
 */
export async function fitResidual(
  plant: Plant,
  replay: Replay,
  random: RandomSource,
  runId: number,
  signal?: AbortSignal,
): Promise<FittedModel | undefined> {
  if (measuredStates(plant.line, plant.layout).length === 0) return undefined
  const told = await toldExperience(plant, replay, signal)
  if (told === undefined) return undefined
  const { happenings, failures } = told
  const model = { happenings, failures, parameters: await fit(plant, replay, told, random, runId, signal) }
  return { model, fits: await fitsOf(plant, model, told) }
}

/** The parameters of the ensemble, by Adam on the mean squared error of the gaps as shares of the signals' ranges. */
async function fit(
  plant: Plant,
  replay: Replay,
  told: ToldExperience,
  random: RandomSource,
  runId: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const among = told.sequences.filter(({ isHeldOut }) => !isHeldOut)
  const scans = Math.min(longestWindow, ...among.map(({ length }) => length))
  const request = { windows: Math.floor(batchSize / scans), scans, among }
  const { ensemble, outputs } = fitStep(plant, told, request.windows * scans)
  const program = await compile(outputs, { device: 'cpu' })
  const atRest = new Float32Array(ensemble.parameters)
  let state = { parameters: ensemble.draw(random), firstMoment: atRest, secondMoment: atRest }
  try {
    for (let round = 1; round <= batches; round++) {
      signal?.throwIfAborted()
      const { windows } = replay.draw(request, random, { runId, round })
      const batch = windows.flatMap(({ experiences }) => experiences.map(({ id }) => told.scans.get(id) as ToldScan))
      const feeds = { ...situationsOf(batch), ...aimsOf(plant, told, batch) }
      const learningRate = Float32Array.of(fastest * (1 - (round - 1) / batches))
      for (let update = 1; update <= updates; update++) {
        const step = Float32Array.of((round - 1) * updates + update)
        const next = await program.run({ ...state, ...only(feeds, program.inputs), step, learningRate })
        state = {
          parameters: next.nextParameters as Float32Array<ArrayBuffer>,
          firstMoment: next.nextFirstMoment as Float32Array<ArrayBuffer>,
          secondMoment: next.nextSecondMoment as Float32Array<ArrayBuffer>,
        }
      }
      await setImmediate()
    }
  } finally {
    await program.release()
  }
  return state.parameters
}

function fitStep({ line, layout }: Plant, told: ToldExperience, samples: number) {
  const measured = measuredStates(line, layout)
  const ensemble = createEnsemble(line, measured, told)
  const vector = (name: string) => input(name, ensemble.parameters, 1)
  const trained = {
    parameters: vector('parameters'),
    firstMoment: vector('firstMoment'),
    secondMoment: vector('secondMoment'),
  }
  const forEach = (name: string) => concatRows(Array(members).fill(input(name, measured.length, samples)))
  const said = ensemble.speak(trained.parameters, seenIn({ line, layout }, told, samples))
  const loss = meanAll(square(multiply(forEach('weight'), subtract(said, forEach('aim')))))
  const [slope] = gradient(loss, [trained.parameters])
  const next = adam(trained, slope as Tensor, input('step', 1, 1), input('learningRate', 1, 1), { clipNorm: 1 })
  const outputs = {
    nextParameters: next.parameters,
    nextFirstMoment: next.firstMoment,
    nextSecondMoment: next.secondMoment,
  }
  return { ensemble, outputs }
}

/**
 * The gaps in units of the largest, as the networks say them, and what these are as shares of the signals' ranges: relative
 * to the largest of the happening, so that each is learned as well as any other.
 */
function aimsOf({ line, layout }: Plant, { happenings }: ToldExperience, scans: readonly ToldScan[]) {
  const ranges = rangesOf(line, measuredStates(line, layout)).map(({ low, high }) => high - low)
  const shares = happenings.map(({ largest }) => {
    const sizes = largest.map((gap, state) => gap / (ranges[state] as number))
    const most = Math.max(...sizes) || 1
    return sizes.map((size) => size / most)
  })
  const columns = (of: (gap: number, state: number, happening: number) => number) =>
    lanesOf(
      scans.map(({ gap, happening }) => gap.map((value, state) => of(value, state, happening))),
      scans.length,
    )
  return {
    aim: columns((gap, state, happening) => (gap || 0) / (happenings[happening]?.largest[state] || 1)),
    weight: columns((gap, state, happening) => (Number.isNaN(gap) ? 0 : (shares[happening]?.[state] ?? 0))),
  }
}

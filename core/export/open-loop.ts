import { setImmediate } from 'node:timers/promises'
import { only } from '../dream/start.ts'
import { compile, type Program } from '../graph/session.ts'
import type { Line } from '../line/line.ts'
import { type RandomSource, randomSource } from '../scenario/random.ts'
import { type Agreement, compareOver } from './agreement.ts'
import type { PolicyBlocks } from './block.ts'
import type { BlockNames } from './block-names.ts'
import { fromSi, type Scale, toSi, written } from './engineering.ts'
import { modes } from './guard/settings.ts'
import { type SenseInputs, startPlc } from './plc.ts'
import type { PolicyGraph } from './policy.ts'

/** One scan of the policy in ONNX Runtime, in the engineer's units. */
export interface Vector {
  /** Memory starts again with each episode. */
  readonly episode: number
  readonly inputs: SenseInputs
  readonly shown: readonly number[]
  readonly wanted: readonly number[]
}

const tolerance = 1e-5
const seed = 20_260_102
const scansPerEpisode = 100

/** `scans` scans of the policy in ONNX Runtime on random inputs over their ranges, memory carried within an episode. */
export async function policyVectors(
  policy: PolicyGraph,
  names: BlockNames,
  scans: number,
  signal?: AbortSignal,
): Promise<Vector[]> {
  const program = await compile(policy.outputs, { device: 'cpu' })
  try {
    return await vectorsOf(policy, names, scans, program, signal)
  } finally {
    await program.release()
  }
}

async function vectorsOf(
  policy: PolicyGraph,
  names: BlockNames,
  scans: number,
  program: Program,
  signal: AbortSignal | undefined,
): Promise<Vector[]> {
  const random = randomSource(seed)
  const vectors: Vector[] = []
  let memory: Record<string, Float32Array> = {}
  let draw = () => drawInputs(policy, names, random)
  for (let scan = 0; scan < scans; scan++) {
    const episode = Math.floor(scan / scansPerEpisode)
    if (scan % scansPerEpisode === 0) {
      signal?.throwIfAborted()
      memory = Object.fromEntries(policy.memory.map(({ input, start }) => [input, start]))
      draw = episode % 2 === 0 ? () => drawInputs(policy, names, random) : wanderingInputs(policy, names, random)
    }
    const inputs = draw()
    const feeds = { ...siInputs(names, inputs), ...memory }
    const results = (await program.run(only(feeds, program.inputs))) as Record<string, Float32Array>
    for (const { input, output } of policy.memory) memory[input] = results[output] as Float32Array
    vectors.push({ episode, inputs, ...decisionIn(policy, names, inputs.reading, results) })
  }
  return vectors
}

/** The block's inputs as the policy takes them, SI. */
export function siInputs(names: BlockNames, inputs: SenseInputs) {
  const si = (values: readonly number[], scales: readonly { scale: Scale }[]) =>
    Float32Array.from(values, (value, row) => toSi((scales[row] as { scale: Scale }).scale, value))
  return {
    reading: si(inputs.reading, names.signals),
    setpoint: si(inputs.setpoint, names.setpoints),
    control: si(inputs.control, names.controls),
  }
}

/** What the policy's results mean in the engineer's units, controls held within their range. */
export function decisionIn(
  { line }: Pick<PolicyGraph, 'line'>,
  names: BlockNames,
  reading: readonly number[],
  results: Readonly<Record<string, Float32Array>>,
) {
  const { correction, trim, direct } = results
  return {
    shown: names.signals.map(({ scale }, row) =>
      Math.fround((reading[row] as number) + ((correction?.[row] ?? 0) as number) / scale.factor),
    ),
    wanted: names.controls.map(({ scale }, row) => {
      if (direct === undefined) return Math.fround((trim?.[row] ?? 0) / scale.factor)
      const { low, high } = line.controls[row]!
      return fromSi(scale, Math.min(Math.max(direct[row] as number, low), high))
    }),
  }
}

interface Ranged {
  readonly scale: Scale
  readonly low: number
  readonly high: number
}

const rangesOf = ({ line }: PolicyGraph, names: BlockNames): readonly Ranged[] => {
  const within = (scale: Scale, { low, high }: { readonly low: number; readonly high: number }) => ({
    scale,
    low: written(scale, low),
    high: written(scale, high),
  })
  const signals = names.signals.map(({ scale }, row) => within(scale, line.signals[row]!))
  return [
    ...signals,
    ...names.setpoints.map(({ signal }) => signals[signal] as Ranged),
    ...names.controls.map(({ scale }, row) => within(scale, line.controls[row]!)),
  ]
}

const split = (names: BlockNames, values: readonly number[]): SenseInputs => ({
  reading: values.slice(0, names.signals.length),
  setpoint: values.slice(names.signals.length, names.signals.length + names.setpoints.length),
  control: values.slice(names.signals.length + names.setpoints.length),
})

const drawInputs = (policy: PolicyGraph, names: BlockNames, random: RandomSource): SenseInputs =>
  split(
    names,
    rangesOf(policy, names).map(({ low, high }) => Math.fround(low + (high - low) * random.next())),
  )

/** Inputs that wander over their ranges, as on a line that runs. */
function wanderingInputs(policy: PolicyGraph, names: BlockNames, random: RandomSource): () => SenseInputs {
  const ranges = rangesOf(policy, names)
  const shares = ranges.map(() => random.next())
  return () => {
    const values = ranges.map(({ low, high }, row) => {
      shares[row] = Math.min(Math.max((shares[row] as number) + 0.01 * random.normal(), 0), 1)
      return Math.fround(low + (high - low) * (shares[row] as number))
    })
    return split(names, values)
  }
}

/**
 * The exported block on the inputs of `vectors`, in the virtual PLC, against what ONNX Runtime gave. Others have a word in
 * between episodes.
 */
export async function verifyOpenLoop(
  { line }: Pick<PolicyGraph, 'line'>,
  blocks: PolicyBlocks,
  vectors: readonly Vector[],
  signal?: AbortSignal,
): Promise<Agreement> {
  const plc = startPlc(blocks)
  const differences = comparedOutputs(line, blocks.names)
  let episode = -1
  for (const vector of vectors) {
    if (vector.episode !== episode) {
      await setImmediate()
      signal?.throwIfAborted()
      plc.reset()
    }
    episode = vector.episode
    const { shown, wanted } = plc.sense(vector.inputs, { mode: modes.check })
    differences.add([...shown, ...wanted], [...vector.shown, ...vector.wanted])
  }
  return differences.result()
}

/** Collects differences of what the policy shows and wants, in the order of the outputs of SENSE. */
export function comparedOutputs(line: Line, names: BlockNames) {
  const range = (scale: Scale, { low, high }: { readonly low: number; readonly high: number }) =>
    (high - low) / scale.factor
  const { add, result } = compareOver([
    ...names.signals.map(({ shown, scale }, row) => ({
      name: shown,
      unit: scale.unit,
      range: range(scale, line.signals[row]!),
    })),
    ...names.controls.map(({ wanted, scale }, row) => ({
      name: wanted,
      unit: scale.unit,
      range: range(scale, line.controls[row]!),
    })),
  ])
  return { add, result: () => result(tolerance) }
}

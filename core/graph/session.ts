import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { toOnnx } from './onnx.ts'
import { topologicalOrder } from './order.ts'
import type { Tensor } from './tensor.ts'

/** Where a program runs: `auto` is the GPU where there is one, else the CPU. */
export type Device = 'auto' | 'cpu' | 'gpu'

/** A `[rows, lanes]` tensor that stays in GPU memory until `dispose`. */
export type DeviceTensor = OrtTensor

/** What a program is fed and gives back: an array in row-major order, or a tensor on the GPU. */
export type Value = Float32Array | DeviceTensor

type Shape = { readonly rows: number; readonly lanes: number }

export type CompileOptions = {
  /** Default `auto`. */
  readonly device?: Device
  /** CPU threads of this program; default 1. */
  readonly threads?: number
  /** Outputs that stay on the GPU; on the CPU they are ordinary arrays. */
  readonly resident?: readonly string[]
}

/** A compiled graph. A run blocks its thread until the outputs are there. */
export type Program = {
  readonly device: 'cpu' | 'gpu'
  /** Why `auto` fell back to the CPU. */
  readonly fallback?: string
  /** What a run must be fed with; an input that simplification made needless is not among them. */
  readonly inputs: Readonly<Record<string, Shape>>
  /**
   * Computes the outputs from one `[rows, lanes]` row-major array per input. CPU outputs named in `into` are written to
   * the array given there. Throws an `Error` that names a missing, unknown or wrongly sized feed.
   */
  run(
    feeds: Readonly<Record<string, Value>>,
    into?: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Value>>
  release(): Promise<void>
}

/**
 * Compiles a graph into a program. Throws an `Error` when `device` is `gpu` and there is none, when a resident output
 * is not there, and whatever `toOnnx` throws.
 */
export async function compile(
  outputs: Readonly<Record<string, Tensor>>,
  { device = 'auto', threads = 1, resident = [] }: CompileOptions = {},
): Promise<Program> {
  const unknown = resident.find((name) => !(name in outputs))
  if (unknown !== undefined) throw new Error(`the graph has no output ${unknown}`)
  const model = toOnnx(outputs)
  const shapes = { inputs: inputShapes(outputs), outputs: outputs as Readonly<Record<string, Shape>> }
  if (device === 'cpu') return program(await cpuSession(model, threads), 'cpu', shapes)
  try {
    return program(await gpuSession(model, Object.keys(outputs), resident), 'gpu', shapes)
  } catch (error) {
    const reason = gpuProblem(error)
    if (device === 'gpu') throw new Error(`No usable GPU on this computer; choose the CPU. ${reason}`)
    const session = await cpuSession(model, threads)
    return { ...program(session, 'cpu', shapes), fallback: `Running on the CPU: no usable GPU was found. ${reason}` }
  }
}

type Shapes = {
  readonly inputs: Readonly<Record<string, Shape>>
  readonly outputs: Readonly<Record<string, Shape>>
}

function program(session: InferenceSession, device: 'cpu' | 'gpu', shapes: Shapes): Program {
  return {
    device,
    inputs: shapes.inputs,
    release: () => session.release(),
    async run(feeds, into = {}) {
      const fetches = Object.keys(into).length === 0 ? undefined : preallocated(shapes.outputs, into)
      const tensors = fed(shapes.inputs, feeds)
      const results = fetches === undefined ? await session.run(tensors) : await session.run(tensors, fetches)
      const values: Record<string, Value> = {}
      for (const [name, result] of Object.entries(results)) {
        const tensor = result as OrtTensor
        values[name] = into[name] ?? (tensor.location === 'cpu' ? (tensor.data as Float32Array) : tensor)
      }
      return values
    },
  }
}

function fed(inputs: Readonly<Record<string, Shape>>, feeds: Readonly<Record<string, Value>>) {
  const tensors: Record<string, OrtTensor> = {}
  for (const name in inputs) {
    const feed = feeds[name]
    if (feed === undefined) throw new Error(`the feed ${name} is missing`)
    tensors[name] =
      feed instanceof Float32Array
        ? arrayTensor(`the feed ${name}`, feed, inputs[name]!)
        : fitting(name, feed, inputs[name]!)
  }
  for (const name in feeds) if (!(name in inputs)) throw new Error(`the graph has no input ${name}`)
  return tensors
}

function fitting(name: string, tensor: DeviceTensor, { rows, lanes }: Shape): DeviceTensor {
  if (tensor.dims[0] === rows && tensor.dims[1] === lanes) return tensor
  throw new Error(`the feed ${name} is [${tensor.dims.join(', ')}], but [${rows}, ${lanes}] is needed`)
}

function preallocated(outputs: Readonly<Record<string, Shape>>, into: Readonly<Record<string, Float32Array>>) {
  const fetches: Record<string, OrtTensor | null> = {}
  for (const name in outputs) {
    const array = into[name]
    fetches[name] = array === undefined ? null : arrayTensor(`the output ${name}`, array, outputs[name]!)
  }
  for (const name in into) if (!(name in outputs)) throw new Error(`the graph has no output ${name}`)
  return fetches
}

function arrayTensor(what: string, array: Float32Array, { rows, lanes }: Shape): OrtTensor {
  if (array.length === rows * lanes) return new OrtTensor('float32', array, [rows, lanes])
  throw new Error(`${what} holds ${array.length} values, but [${rows}, ${lanes}] needs ${rows * lanes}`)
}

function inputShapes(outputs: Readonly<Record<string, Tensor>>): Record<string, Shape> {
  const shapes: Record<string, Shape> = {}
  for (const { operation, rows, lanes } of topologicalOrder(Object.values(outputs))) {
    if (operation.kind === 'input') shapes[operation.name] = { rows, lanes }
  }
  return shapes
}

/** Graphs come folded and shared, so onnxruntime's own optimisation doubles the creation time and saves no run time. */
const commonOptions = { logSeverityLevel: 3, graphOptimizationLevel: 'disabled' } as const

function cpuSession(model: Uint8Array, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    ...commonOptions,
  })
}

function gpuSession(model: Uint8Array, outputs: readonly string[], resident: readonly string[]) {
  const location = (name: string) => (resident.includes(name) ? 'gpu-buffer' : 'cpu')
  return InferenceSession.create(model, {
    executionProviders: ['webgpu'],
    ...commonOptions,
    preferredOutputLocation: Object.fromEntries(outputs.map((name) => [name, location(name)])),
  })
}

/** The plain sentence at the end of what the GPU provider throws. */
function gpuProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.trim().split(' was false. ').at(-1)!
}

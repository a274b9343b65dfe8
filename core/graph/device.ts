import { InferenceSession } from 'onnxruntime-node'
import { encodeOnnx } from './onnx-schema.ts'
import type { Value } from './session.ts'

/** Frees a GPU tensor; arrays need no freeing. */
export function dispose(value: Value): void {
  if (!(value instanceof Float32Array)) value.dispose()
}

/** The values as an array: an array itself, a GPU tensor copied to the CPU. */
export async function download(value: Value): Promise<Float32Array> {
  if (value instanceof Float32Array) return value
  identity ??= identitySession()
  const { y } = await (await identity).run({ x: value })
  return y!.data as Float32Array
}

let identity: Promise<InferenceSession> | undefined

/** Reading a GPU tensor through `getData()` aborts the process in onnxruntime-node 1.30; this session can. */
function identitySession(): Promise<InferenceSession> {
  const dims = ['rows', 'lanes']
  const model = encodeOnnx({
    nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
    initializers: [],
    inputs: [{ name: 'x', dims }],
    outputs: [{ name: 'y', dims }],
  })
  return InferenceSession.create(model, { executionProviders: ['webgpu'], logSeverityLevel: 3 })
}

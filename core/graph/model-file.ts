import { InferenceSession, Tensor } from 'onnxruntime-node'

/** An ONNX model as it was read from a file. Its inputs and outputs are columns of float32. */
export interface ModelFile {
  readonly inputs: readonly string[]
  /** Computes all outputs, each [rows], from one column [rows] per input. Throws whatever ONNX Runtime does not take. */
  run(feeds: Readonly<Record<string, Float32Array>>): Promise<Readonly<Record<string, Float32Array>>>
  release(): Promise<void>
}

/** Opens a model on the CPU. Throws an `Error` for bytes that are none. */
export async function openModel(bytes: Uint8Array): Promise<ModelFile> {
  const session = await InferenceSession.create(bytes, { executionProviders: ['cpu'], intraOpNumThreads: 1 })
  return {
    inputs: session.inputNames,
    release: () => session.release(),
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, values]) => [
        name,
        new Tensor('float32', values, [values.length, 1]),
      ])
      const results = await session.run(Object.fromEntries(tensors))
      return Object.fromEntries(
        session.outputNames.map((name) => [name, (results[name] as Tensor).data as Float32Array]),
      )
    },
  }
}

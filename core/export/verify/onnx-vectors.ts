import { setImmediate } from 'node:timers/promises'
import { openModel } from '../../graph/model-file.ts'
import type { Line } from '../../line/line.ts'
import type { Agreement } from '../agreement.ts'
import type { BlockNames } from '../block-names.ts'
import { comparedOutputs, decisionIn, siInputs, type Vector } from '../open-loop.ts'
import type { CheckedManifest } from './exported-folder.ts'

/** The policy of an ONNX file on the inputs of `vectors`, memory carried within an episode, against their outputs. */
export async function verifyOnnx(
  line: Line,
  names: BlockNames,
  onnx: Uint8Array,
  state: CheckedManifest['state'],
  vectors: readonly Vector[],
  signal?: AbortSignal,
): Promise<Agreement> {
  const model = await openModel(onnx)
  const differences = comparedOutputs(line, names)
  let memory: Record<string, Float32Array> = {}
  let episode = -1
  try {
    for (const vector of vectors) {
      if (vector.episode !== episode) {
        await setImmediate()
        signal?.throwIfAborted()
        memory = Object.fromEntries(state.map(({ input, start }) => [input, Float32Array.from(start)]))
      }
      episode = vector.episode
      const feeds: Readonly<Record<string, Float32Array>> = { ...siInputs(names, vector.inputs), ...memory }
      const known = model.inputs.filter((name) => feeds[name] !== undefined)
      const results = await model.run(Object.fromEntries(known.map((name) => [name, feeds[name]!])))
      for (const { input, output } of state) memory[input] = results[output] ?? new Float32Array()
      const { shown, wanted } = decisionIn({ line }, names, vector.inputs.reading, results)
      differences.add([...shown, ...wanted], [...vector.shown, ...vector.wanted])
    }
  } finally {
    await model.release()
  }
  return differences.result()
}

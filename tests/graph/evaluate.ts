import { compile } from '../../core/graph/session.ts'
import type { Tensor } from '../../core/graph/tensor.ts'

/** The outputs' values from one run on the CPU. */
export async function evaluate<Name extends string>(
  outputs: Readonly<Record<Name, Tensor>>,
  feeds: Readonly<Record<string, Float32Array>> = {},
): Promise<Record<Name, number[]>> {
  const program = await compile(outputs, { device: 'cpu' })
  try {
    const results = await program.run(feeds)
    const values = Object.entries(results).map(([name, value]) => [name, Array.from(value as Float32Array)])
    return Object.fromEntries(values)
  } finally {
    await program.release()
  }
}

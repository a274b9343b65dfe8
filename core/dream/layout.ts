import { broadcastTo } from '../graph/elementwise.ts'
import { concatRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'

/** A named block of rows in a lane's state. */
export interface Block {
  readonly name: string
  readonly rows: number
}

/** Tensors [rows, lanes] by block name. */
export type Blocks = Readonly<Record<string, Tensor>>

/** Named blocks of rows, one under the other in a single tensor. Blocks without rows are left out. */
export interface Layout {
  readonly rows: number
  readonly blocks: readonly (Block & { readonly offset: number })[]
}

export function layOutBlocks(blocks: readonly Block[]): Layout {
  let offset = 0
  const placed = blocks.flatMap((block) => {
    if (block.rows === 0) return []
    const at = offset
    offset += block.rows
    return [{ ...block, offset: at }]
  })
  return { rows: offset, blocks: placed }
}

/** The blocks as one tensor [layout rows, lanes]. */
export function pack(layout: Layout, blocks: Blocks, lanes: number): Tensor {
  return concatRows(
    layout.blocks.map(({ name, rows }) => {
      const block = blocks[name]
      if (block === undefined) throw new Error(`the block ${name} is missing`)
      return broadcastTo(block, rows, lanes)
    }),
  )
}

export function unpack(layout: Layout, packed: Tensor): Blocks {
  return Object.fromEntries(
    layout.blocks.map(({ name, rows, offset }) => [name, sliceRows(packed, offset, offset + rows)]),
  )
}

/** Row at which a block begins. Throws for a block the layout lacks. */
export function offsetOf(layout: Layout, name: string): number {
  const block = layout.blocks.find((candidate) => candidate.name === name)
  if (block === undefined) throw new Error(`there is no block ${name}`)
  return block.offset
}

/** The rows of one block out of a packed column [layout rows]. */
export function blockOf(layout: Layout, packed: Float32Array, name: string): Float32Array {
  const rows = layout.blocks.find((block) => block.name === name)?.rows ?? 0
  return rows === 0 ? new Float32Array(0) : packed.slice(offsetOf(layout, name), offsetOf(layout, name) + rows)
}

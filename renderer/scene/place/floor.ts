import { axisHeight, halfExtent, type Standing } from './anchor.ts'
import { extentOf } from './extent.ts'
import { cell, type Quarter } from './grid.ts'

/** Heights of pipes that cross each other. */
export const layers = [axisHeight, axisHeight + 0.28, axisHeight - 0.28, axisHeight + 0.56]
/** Cells of the floor beyond the outermost equipment. */
export const margin = 6
const crossingCost = 2
const besideCost = 8
const throughCost = 40

/** The floor in cells: what stands there, and the layers and directions in which pipes already run. */
export class Floor {
  readonly columns: number
  readonly rows: number
  readonly #left: number
  readonly #back: number
  readonly #blocked: Uint8Array
  /** Bit 0 and 1: a pipe along x, along z. Bits from 2: its layer. */
  readonly #used: Uint8Array

  constructor(all: readonly Standing[]) {
    const { left, right, back, front } = extentOf(all)
    this.#left = Math.floor(left / cell) - margin
    this.#back = Math.floor(back / cell) - margin
    this.columns = Math.ceil(right / cell) + margin - this.#left + 1
    this.rows = Math.ceil(front / cell) + margin - this.#back + 1
    this.#blocked = new Uint8Array(this.columns * this.rows)
    this.#used = new Uint8Array(this.columns * this.rows)
    for (const one of all) {
      const half = halfExtent(one)
      const [left, back] = this.cellAt(one.x - half.x, one.z - half.z)
      const [right, front] = this.cellAt(one.x + half.x, one.z + half.z)
      for (let row = back; row <= front; row++) {
        for (let column = left; column <= right; column++) this.#blocked[row * this.columns + column] = 1
      }
    }
  }

  cellAt(x: number, z: number): readonly [column: number, row: number] {
    return [Math.round(x / cell) - this.#left, Math.round(z / cell) - this.#back]
  }

  at(column: number, row: number): readonly [x: number, z: number] {
    return [(column + this.#left) * cell, (row + this.#back) * cell]
  }

  isFree(column: number, row: number): boolean {
    return this.#blocked[row * this.columns + column] === 0
  }

  has(column: number, row: number): boolean {
    return column >= 0 && row >= 0 && column < this.columns && row < this.rows
  }

  cost(column: number, row: number, direction: Quarter): number {
    const index = row * this.columns + column
    const used = this.#used[index]!
    const same = used & (1 << (direction % 2))
    const other = used & (2 >> (direction % 2))
    return 1 + (this.#blocked[index] ? throughCost : 0) + (same ? besideCost : 0) + (other ? crossingCost : 0)
  }

  /** The lowest layer that no pipe on these cells uses, which they use from then on. */
  claim(cells: readonly number[], directions: readonly Quarter[]): number {
    const used = cells.reduce((all, index) => all | this.#used[index]!, 0) >> 2
    const free = layers.findIndex((_, layer) => (used & (1 << layer)) === 0)
    const layer = free < 0 ? 0 : free
    cells.forEach((index, at) => {
      this.#used[index] = this.#used[index]! | (1 << (directions[at]! % 2)) | (4 << layer)
    })
    return layer
  }
}

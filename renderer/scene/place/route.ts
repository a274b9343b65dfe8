import { type Anchor, axisHeight, beltHeight, type Connection, halfExtent, type Standing } from './anchor.ts'
import { extentOf } from './extent.ts'
import { along, cell, type Quarter, quarters, turned } from './grid.ts'

export type Point = readonly [x: number, y: number, z: number]

/** A run from one end of a connection to the other, every leg along one axis. */
export interface Route {
  readonly medium: Connection['medium']
  readonly points: readonly Point[]
}

/** Heights of pipes that cross each other. */
const layers = [axisHeight, axisHeight + 0.28, axisHeight - 0.28, axisHeight + 0.56]
const margin = 6
const turnCost = 2
const crossingCost = 2
const besideCost = 8
const throughCost = 40

/** The floor in cells: what stands there, and the layers and directions in which pipes already run. */
class Floor {
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

/** The first cell in front of an anchor that nothing covers. */
function mouth(floor: Floor, anchor: Anchor): readonly [column: number, row: number] {
  const [dx, dz] = along[anchor.out]!
  let [column, row] = floor.cellAt(anchor.x, anchor.z)
  for (let step = 0; step < margin; step++) {
    if (floor.has(column, row) && floor.isFree(column, row)) break
    column += dx
    row += dz
  }
  return [column, row]
}

/** A binary heap of states by their cost. */
class Queue {
  readonly #states: number[] = []
  readonly #costs: number[] = []

  push(state: number, cost: number) {
    const [states, costs] = [this.#states, this.#costs]
    let at = states.push(state) - 1
    costs.push(cost)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (costs[parent]! <= costs[at]!) break
      this.#swap(at, parent)
      at = parent
    }
  }

  pop(): number | undefined {
    const [states, costs] = [this.#states, this.#costs]
    const first = states[0]
    if (first === undefined) return undefined
    this.#swap(0, states.length - 1)
    states.pop()
    costs.pop()
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const least = left + 1 < states.length && costs[left + 1]! < costs[left]! ? left + 1 : left
      if (least >= states.length || costs[at]! <= costs[least]!) return first
      this.#swap(at, least)
      at = least
    }
  }

  #swap(a: number, b: number) {
    const [states, costs] = [this.#states, this.#costs]
    ;[states[a], states[b]] = [states[b]!, states[a]!]
    ;[costs[a], costs[b]] = [costs[b]!, costs[a]!]
  }
}

/** The cheapest way over the floor from one mouth to another, as cells; A* over cells and directions. */
function way(floor: Floor, from: Anchor, to: Anchor): readonly (readonly [column: number, row: number])[] {
  const [startColumn, startRow] = mouth(floor, from)
  const [goalColumn, goalRow] = mouth(floor, to)
  const state = (column: number, row: number, direction: Quarter) => (row * floor.columns + column) * 4 + direction
  const left = (column: number, row: number) => Math.abs(column - goalColumn) + Math.abs(row - goalRow)
  const costs = new Map<number, number>()
  const before = new Map<number, number>()
  const queue = new Queue()
  const start = state(startColumn, startRow, from.out)
  costs.set(start, 0)
  queue.push(start, left(startColumn, startRow))
  const arriving = turned(to.out, 2)
  const done = new Set<number>()
  let last = start
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (done.has(next)) continue
    done.add(next)
    last = next
    const direction = (next & 3) as Quarter
    const column = (next >> 2) % floor.columns
    const row = Math.floor((next >> 2) / floor.columns)
    if (column === goalColumn && row === goalRow) break
    for (const ahead of quarters) {
      if (ahead === turned(direction, 2)) continue
      const [c, r] = [column + along[ahead]![0], row + along[ahead]![1]]
      if (!floor.has(c, r)) continue
      const bend = (ahead !== direction ? turnCost : 0) + (left(c, r) === 0 && ahead !== arriving ? turnCost : 0)
      const cost = costs.get(next)! + floor.cost(c, r, ahead) + bend
      const there = state(c, r, ahead)
      if (cost >= (costs.get(there) ?? Infinity)) continue
      costs.set(there, cost)
      before.set(there, next)
      queue.push(there, cost + left(c, r))
    }
  }
  const cells: (readonly [number, number])[] = []
  for (let at: number | undefined = last; at !== undefined; at = before.get(at)) {
    cells.unshift([(at >> 2) % floor.columns, Math.floor((at >> 2) / floor.columns)])
  }
  return cells
}

/** Leaves out repeated points and those in the middle of a straight leg. */
export function corners(points: readonly Point[]): readonly Point[] {
  const near = (a: Point, b: Point) => a.every((value, axis) => Math.abs(value - b[axis]!) < 1e-6)
  const distinct = points.filter((point, index) => index === 0 || !near(point, points[index - 1]!))
  return distinct.filter((point, index) => {
    const [a, b] = [distinct[index - 1], distinct[index + 1]]
    if (a === undefined || b === undefined) return true
    const axes = [0, 1, 2].filter((axis) => Math.abs(a[axis]! - b[axis]!) > 1e-6)
    return axes.length !== 1 || (point[axes[0]!]! - a[axes[0]!]!) * (b[axes[0]!]! - point[axes[0]!]!) < 0
  })
}

/** Every connection as an orthogonal run around the equipment; runs that cross lie at different heights. */
export function routes(
  connections: readonly Connection[],
  ends: readonly (readonly [from: Anchor, to: Anchor])[],
  all: readonly Standing[],
): readonly Route[] {
  const floor = new Floor(all)
  return connections.map(({ medium }, index) => {
    const [from, to] = ends[index]!
    const cells = way(floor, from, to)
    const directions = cells.map(([column, row], at): Quarter => {
      const [nextColumn, nextRow] = cells[at + 1] ?? [column, row]
      return nextColumn !== column || (nextRow === row && from.out % 2 === 0) ? 0 : 1
    })
    const layer = floor.claim(
      cells.map(([column, row]) => row * floor.columns + column),
      directions,
    )
    const height = medium === 'fluid' ? layers[layer]! : medium === 'parts' ? beltHeight : from.y
    const run = cells.map(([column, row]): Point => {
      const [x, z] = floor.at(column, row)
      return [x, height, z]
    })
    const [first, final] = [run[0]!, run.at(-1)!]
    return {
      medium,
      points: corners([
        [from.x, from.y, from.z],
        [first[0], from.y, first[2]],
        ...run,
        [final[0], to.y, final[2]],
        [to.x, to.y, to.z],
      ]),
    }
  })
}

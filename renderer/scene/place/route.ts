import { type Anchor, beltHeight, type Connection, type Standing } from './anchor.ts'
import { Floor, layers, margin } from './floor.ts'
import { along, type Quarter, quarters, turned } from './grid.ts'
import { Queue } from './queue.ts'

export type Point = readonly [x: number, y: number, z: number]

/** A run from one end of a connection to the other, every leg along one axis. */
export interface Route {
  readonly medium: Connection['medium']
  readonly points: readonly Point[]
}

const turnCost = 2

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

/** The cheapest way over the floor from one mouth to another, as cells; A* over cells and directions. */
function way(floor: Floor, from: Anchor, to: Anchor): readonly (readonly [column: number, row: number])[] {
  const [startColumn, startRow] = mouth(floor, from)
  const [goalColumn, goalRow] = mouth(floor, to)
  const state = (column: number, row: number, direction: Quarter) => (row * floor.columns + column) * 4 + direction
  const left = (column: number, row: number) => Math.abs(column - goalColumn) + Math.abs(row - goalRow)
  const states = floor.columns * floor.rows * 4
  const costs = new Float32Array(states).fill(Infinity)
  const before = new Int32Array(states).fill(-1)
  const done = new Uint8Array(states)
  const queue = new Queue()
  const start = state(startColumn, startRow, from.out)
  costs[start] = 0
  queue.push(start, left(startColumn, startRow))
  const arriving = turned(to.out, 2)
  let last = start
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (done[next]) continue
    done[next] = 1
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
      const cost = costs[next]! + floor.cost(c, r, ahead) + bend
      const there = state(c, r, ahead)
      if (cost >= costs[there]!) continue
      costs[there] = cost
      before[there] = next
      queue.push(there, cost + left(c, r))
    }
  }
  const cells: (readonly [number, number])[] = []
  for (let at = last; at >= 0; at = before[at]!) {
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

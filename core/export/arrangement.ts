import type { Tensor } from '../graph/tensor.ts'

/** One element of one of an operation's inputs; elements count in row-major order. */
export interface Element {
  readonly input: number
  readonly at: number
}

const arrangements = [
  'gatherRows',
  'sliceRows',
  'sliceLanes',
  'padRows',
  'padLanes',
  'concatRows',
  'concatLanes',
  'reshape',
  'broadcast',
]

/** Whether the operation computes nothing: every element is one of its inputs', or zero. */
export const isArrangement = ({ operation }: Tensor): boolean => arrangements.includes(operation.kind)

/** Where element `at` of an arrangement comes from, or undefined where it is zero. */
export function origin(tensor: Tensor, at: number): Element | undefined {
  const { operation, inputs, lanes } = tensor
  const source = inputs[0] as Tensor
  const row = Math.floor(at / lanes)
  const lane = at % lanes
  const inside = (r: number, l: number) =>
    r < 0 || l < 0 || r >= source.rows || l >= source.lanes ? undefined : { input: 0, at: r * source.lanes + l }
  switch (operation.kind) {
    case 'gatherRows':
      return inside(operation.indices[row] as number, lane)
    case 'sliceRows':
      return inside(row + operation.from, lane)
    case 'sliceLanes':
      return inside(row, lane + operation.from)
    case 'padRows':
      return inside(row - operation.before, lane)
    case 'padLanes':
      return inside(row, lane - operation.before)
    case 'broadcast':
      return inside(source.rows === 1 ? 0 : row, source.lanes === 1 ? 0 : lane)
    case 'reshape':
      return { input: 0, at }
    case 'concatRows':
      return partAt(
        inputs,
        row,
        ({ rows }) => rows,
        (part, within) => within * part.lanes + lane,
      )
    case 'concatLanes':
      return partAt(
        inputs,
        lane,
        ({ lanes: width }) => width,
        (part, within) => row * part.lanes + within,
      )
    default:
      throw new TypeError(`${operation.kind} is no arrangement`)
  }
}

function partAt(
  parts: readonly Tensor[],
  position: number,
  length: (part: Tensor) => number,
  at: (part: Tensor, within: number) => number,
): Element | undefined {
  let within = position
  for (const [input, part] of parts.entries()) {
    if (within < length(part)) return { input, at: at(part, within) }
    within -= length(part)
  }
  return undefined
}

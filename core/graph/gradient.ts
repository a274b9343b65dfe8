import { add } from './elementwise.ts'
import { constant, input, scalar } from './leaf.ts'
import { topologicalOrder } from './order.ts'
import { carriesGradient, pullback } from './pullback.ts'
import { concatLanes, concatRows, padLanes, padRows } from './shape.ts'
import { ShapeError } from './shape-error.ts'
import type { Tensor } from './tensor.ts'

/**
 * The vector-Jacobian product of `outputs` along `cotangents` (one of each output's shape) with respect to each of
 * `wrt`, by reverse accumulation (Griewank & Walther 2008): one tensor of each `wrt`'s shape, the zero constant where
 * no path leads. Throws a `ShapeError` when a cotangent has another shape than its output.
 */
export function vectorJacobianProduct(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  wrt: readonly Tensor[],
): Tensor[] {
  const order = topologicalOrder(outputs)
  const reaching = reachingNodes(order, new Set(wrt))
  const contributions = new Map<Tensor, Tensor[]>()
  const contribute = (x: Tensor, share: Tensor) => {
    const shares = contributions.get(x)
    if (shares === undefined) contributions.set(x, [share])
    else shares.push(share)
  }

  outputs.forEach((output, index) => {
    const cotangent = cotangents[index]
    if (cotangent?.rows !== output.rows || cotangent.lanes !== output.lanes) {
      throw new ShapeError('vectorJacobianProduct', cotangent ? [output, cotangent] : [output], 'needs one shape')
    }
    if (reaching.has(output)) contribute(output, cotangent)
  })

  const totals = new Map<Tensor, Tensor>()
  for (const node of order.reverse()) {
    const shares = contributions.get(node)
    if (shares === undefined) continue
    const cotangent = joinPads('lanes', joinPads('rows', shares)).reduce((sum, share) => add(sum, share))
    contributions.delete(node)
    totals.set(node, cotangent)
    node.inputs.forEach((x, position) => {
      if (!reaching.has(x)) return
      const share = pullback(node, cotangent, position)
      if (share !== undefined) contribute(x, share)
    })
  }
  return wrt.map((x) => totals.get(x) ?? constant([0], x.rows, x.lanes))
}

/**
 * The Jacobian-vector product of `outputs` along `tangents` (one of each of `wrt`'s shape): how each output changes when
 * all of `wrt` move that way, one tensor of each output's shape. A vector-Jacobian product is linear in its cotangents, and
 * its transpose is the product wanted (Townsend 2017, "A new trick for calculating Jacobian vector products"). Where
 * lanes do not mix, each lane goes a direction of its own. Throws a `ShapeError` when a tangent has another shape.
 */
export function jacobianVectorProduct(
  outputs: readonly Tensor[],
  wrt: readonly Tensor[],
  tangents: readonly Tensor[],
): Tensor[] {
  // Nothing that is returned depends on these: they are only what the transpose is taken with respect to.
  const cotangents = outputs.map(({ rows, lanes }, index) => input(`cotangent ${index}`, rows, lanes))
  return vectorJacobianProduct(vectorJacobianProduct(outputs, cotangents, wrt), tangents, cotangents)
}

/** The gradient of a `[1, 1]` loss with respect to each of `wrt`. Throws a `ShapeError` when the loss is no scalar. */
export function gradient(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  return vectorJacobianProduct([loss], [scalar(1)], wrt)
}

function reachingNodes(order: readonly Tensor[], wrt: ReadonlySet<Tensor>): Set<Tensor> {
  const reaching = new Set<Tensor>()
  for (const node of order) {
    if (wrt.has(node) || (carriesGradient(node) && node.inputs.some((x) => reaching.has(x)))) reaching.add(node)
  }
  return reaching
}

/**
 * Replaces padded shares whose ranges do not overlap by one joined share. The gradient of a vector that is cut into
 * pieces is then one Concat of the pieces' gradients, where adding the padded ones would cost pieces times its length.
 */
function joinPads(axis: 'rows' | 'lanes', shares: readonly Tensor[]): readonly Tensor[] {
  const kind = axis === 'rows' ? 'padRows' : 'padLanes'
  const join = axis === 'rows' ? concatRows : concatLanes
  const pad = axis === 'rows' ? padRows : padLanes
  const pads = shares.flatMap((share) =>
    share.operation.kind === kind ? [{ from: share.operation.before, piece: share.inputs[0]!, whole: share }] : [],
  )
  if (pads.length < 2) return shares
  pads.sort((a, b) => a.from - b.from)

  const size = shares[0]![axis]
  const pieces: Tensor[] = []
  const joined = new Set<Tensor>()
  let end = pads[0]!.from
  for (const { from, piece, whole } of pads) {
    if (from < end) continue
    if (from > end) {
      const gap = from - end
      pieces.push(axis === 'rows' ? constant([0], gap, piece.lanes) : constant([0], piece.rows, gap))
    }
    pieces.push(piece)
    joined.add(whole)
    end = from + piece[axis]
  }
  if (joined.size < 2) return shares
  return [...shares.filter((share) => !joined.has(share)), pad(join(pieces), pads[0]!.from, size - end)]
}

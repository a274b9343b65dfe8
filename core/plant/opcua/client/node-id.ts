import { type NodeId, resolveNodeId } from 'node-opcua'
import { PlantError } from '../../plant-error.ts'

/**
 * The node that a connection file means, at a server with these namespaces: an index is taken as it is written, a name is
 * looked up, since servers may number their namespaces otherwise after a restart.
 * @throws {PlantError} where the server has no such namespace.
 */
export function resolveNode(written: string, namespace: string | undefined, namespaces: readonly string[]): NodeId {
  const [, index, uri = namespace, identifier] = /^(?:ns=(\d+);|nsu=([^;]+);)?(.+)$/s.exec(written) ?? []
  const found = index === undefined ? namespaces.indexOf(uri ?? '') : Number(index)
  if (found < 0 || found >= namespaces.length) {
    const known = namespaces.slice(0, 10).join(', ')
    throw new PlantError(`The server has no namespace ${uri ?? index}`, `It has ${known}`, written)
  }
  return resolveNodeId(`ns=${found};${identifier}`)
}

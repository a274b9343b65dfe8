import { BrowseDirection, NodeClass, type NodeId, type ReferenceDescription, resolveNodeId } from 'node-opcua'
import type { Channel } from './channel.ts'

/** A variable of a server, and the names by which an engineer may know it. */
export interface FoundVariable {
  readonly nodeId: NodeId
  readonly names: readonly string[]
}

const deepest = 12
const mostNodes = 20_000
const perRequest = 100

/** Every variable below the server's objects, without those of the standard itself; the first 20,000 nodes at most. */
export async function browseVariables({ session }: Channel): Promise<readonly FoundVariable[]> {
  const found = new Map<string, FoundVariable>()
  const seen = new Set<string>()
  let level: readonly { readonly nodeId: NodeId; readonly name: string }[] = [
    { nodeId: resolveNodeId('ObjectsFolder'), name: '' },
  ]
  for (let depth = 0; depth < deepest && level.length > 0 && seen.size < mostNodes; depth++) {
    const next: { nodeId: NodeId; name: string }[] = []
    for (let first = 0; first < level.length; first += perRequest) {
      const parents = level.slice(first, first + perRequest)
      const results = await session.browse(
        parents.map(({ nodeId }) => ({
          nodeId,
          browseDirection: BrowseDirection.Forward,
          referenceTypeId: 'HierarchicalReferences',
          includeSubtypes: true,
          nodeClassMask: NodeClass.Object | NodeClass.Variable,
          resultMask: 63,
        })),
      )
      for (const [index, { references }] of results.entries()) {
        for (const reference of references ?? []) {
          const { nodeId } = reference
          const key = nodeId.toString()
          // What belongs to the standard is the server's own business.
          if (nodeId.namespace === 0 || seen.has(key) || seen.size >= mostNodes) continue
          seen.add(key)
          const name = reference.browseName.name ?? ''
          next.push({ nodeId, name })
          if (reference.nodeClass !== NodeClass.Variable) continue
          found.set(key, { nodeId, names: namesOf(reference, parents[index]!.name) })
        }
      }
    }
    level = next
  }
  return [...found.values()]
}

function namesOf({ nodeId, browseName, displayName }: ReferenceDescription, parent: string): readonly string[] {
  const identifier = String(nodeId.value)
  const browsed = browseName.name ?? ''
  return [...new Set([identifier, browsed, displayName.text ?? '', `${parent}.${browsed}`])].filter(
    (name) => name !== '',
  )
}

import { AttributeIds, type ClientSession, makeBrowsePath, type NodeId } from 'node-opcua'

/** The unit that a server gives a node (OPC UA Part 8, EngineeringUnits), empty where it gives none. */
export async function unitAt(session: ClientSession, nodeId: NodeId): Promise<string> {
  const found = await session.translateBrowsePath(makeBrowsePath(nodeId, '.EngineeringUnits'))
  const property = found.statusCode.isGood() ? found.targets?.[0]?.targetId : undefined
  if (property === undefined) return ''
  const { value } = await session.read({ nodeId: property, attributeId: AttributeIds.Value })
  return String(value.value?.displayName?.text ?? '')
}

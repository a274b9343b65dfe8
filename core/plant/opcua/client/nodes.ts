import { AttributeIds, type ClientSession, DataType, type NodeId, StatusCodes, VariantArrayType } from 'node-opcua'
import type { Line } from '../../../line/line.ts'
import { parseUnit } from '../../../line/unit.ts'
import { PlantError } from '../../plant-error.ts'
import type { Output } from '../../session/output.ts'
import { type Connection, type MappedNode, setpointRanges } from '../connection.ts'
import { differenceScale, type Scale, scaleOf } from '../units.ts'
import type { Channel } from './channel.ts'
import { unitAt } from './engineering-unit.ts'
import { resolveNode } from './node-id.ts'

/** A node that was found at the server, of the type that it says it has. */
export interface PlantNode {
  readonly name: string
  readonly written: string
  readonly nodeId: NodeId
  readonly type: DataType
  readonly scale: Scale
}

/** A node that is read scan by scan. */
export interface ReadNode extends PlantNode {
  readonly low: number
  readonly high: number
}

/** The nodes of a connection at its server; lists are in the order of the line, undefined where the file has none. */
export interface ReadNodes {
  readonly signals: readonly (ReadNode | undefined)[]
  readonly setpoints: readonly (ReadNode | undefined)[]
  readonly controls: readonly (ReadNode | undefined)[]
}

/** The nodes that a policy writes. */
export interface WrittenNodes {
  /** In the order of the outputs. */
  readonly outputs: readonly PlantNode[]
  readonly enable: PlantNode
  readonly heartbeat: PlantNode
}

type Wanted = 'a number' | 'a real number' | 'yes or no'

const realTypes = [DataType.Float, DataType.Double]
const wholeTypes = [DataType.SByte, DataType.Byte, DataType.Int16, DataType.UInt16, DataType.Int32, DataType.UInt32]
const typesOf: Readonly<Record<Wanted, readonly DataType[]>> = {
  'a number': [...realTypes, ...wholeTypes],
  'a real number': realTypes,
  'yes or no': [DataType.Boolean],
}

/** Throws `PlantError` for a node that is not there, lies about its type or is in another unit than the file says. */
export async function findNodes(line: Line, connection: Connection, channel: Channel): Promise<ReadNodes> {
  const find = <Node extends MappedNode>(
    nodes: readonly (Node | undefined)[],
    ranges: readonly { readonly low: number; readonly high: number }[],
  ) =>
    Promise.all(
      nodes.map(async (node, row) => {
        if (node === undefined) return undefined
        const found = await findNode(connection, channel, node.tag, node.node, node.unit, 'a number')
        const { low, high } = ranges[row]!
        return { ...found, low, high }
      }),
    )
  return {
    signals: await find(connection.signals, line.signals),
    setpoints: await find(connection.setpoints, setpointRanges(line)),
    controls: await find(connection.controls, line.controls),
  }
}

/** Throws `PlantError` for what cannot be written, besides what `findNodes` throws. */
export async function findWrittenNodes(
  connection: Connection,
  channel: Channel,
  outputs: readonly Output[],
): Promise<WrittenNodes> {
  const { policy } = connection
  if (policy === undefined) {
    const remedy = 'Write `policy:` with the nodes `enable` and `heartbeat`'
    throw new PlantError('The connection file does not say where a policy reports', remedy, connection.file)
  }
  const find = async (name: string, written: string | undefined, unit: string, wanted: Wanted) => {
    if (written === undefined) {
      const [tag, kind] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)]
      throw new PlantError(`The policy writes ${name}`, `Write its node as \`${kind}:\` of ${tag}`, connection.file)
    }
    const node = await findNode(connection, channel, name, written, unit, wanted)
    await assertWritable(channel.session, node, connection)
    return node
  }
  return {
    outputs: await Promise.all(
      outputs.map(async ({ name, kind, row }) => {
        const item = kind === 'correction' ? connection.signals[row] : connection.controls[row]
        const written = item && (item as Partial<Record<typeof kind, string>>)[kind]
        const node = await find(name, written, item?.unit ?? '', 'a real number')
        return kind === 'request' ? node : { ...node, scale: differenceScale(node.scale.unit) }
      }),
    ),
    enable: await find('policy.enable', policy.enable, '', 'yes or no'),
    heartbeat: await find('policy.heartbeat', policy.heartbeat, '', 'a number'),
  }
}

async function findNode(
  connection: Connection,
  { session, namespaces }: Channel,
  name: string,
  written: string,
  unit: string,
  wanted: Wanted,
): Promise<PlantNode> {
  const where = `${written} at ${connection.endpoint}`
  const nodeId = resolveNode(written, connection.namespace, namespaces)
  const data = await session.read({ nodeId, attributeId: AttributeIds.Value })
  if (data.statusCode.equals(StatusCodes.BadNodeIdUnknown) || data.statusCode.equals(StatusCodes.BadNodeIdInvalid)) {
    throw new PlantError(`The server has no node for ${name}`, 'Correct its node id in the connection file', where)
  }
  if (data.statusCode.equals(StatusCodes.BadUserAccessDenied) || data.statusCode.equals(StatusCodes.BadNotReadable)) {
    throw new PlantError(`${name} may not be read`, 'Have the server allow it to the user', where)
  }
  const type = await session.getBuiltInDataType(nodeId).catch(() => DataType.Null)
  const isOfType = typesOf[wanted].includes(type)
  const { dataType: given, arrayType } = data.value
  if (!isOfType) {
    const remedy = `Correct its node id: ${wanted} is needed`
    throw new PlantError(`${name} is of the type ${DataType[type]} at the server`, remedy, where)
  }
  if (given !== DataType.Null && (given !== type || arrayType !== VariantArrayType.Scalar)) {
    const array = arrayType === VariantArrayType.Scalar ? '' : 'an array of '
    const problem = `${name} says that it is of the type ${DataType[type]} and gives ${array}${DataType[given]}`
    throw new PlantError(problem, 'Correct the server, or the node id in the connection file', where)
  }
  await assertUnit(session, nodeId, { name, unit, where })
  return { name, written, nodeId, type, scale: scaleOf(unit) }
}

const canWrite = 2

async function assertWritable(session: ClientSession, { nodeId, name, written }: PlantNode, { endpoint }: Connection) {
  const { value } = await session.read({ nodeId, attributeId: AttributeIds.UserAccessLevel })
  if ((Number(value.value) & canWrite) !== 0) return
  const remedy = 'Have the server allow it to the user, or correct its node id'
  throw new PlantError(`${name} may not be written`, remedy, `${written} at ${endpoint}`)
}

interface Named {
  readonly name: string
  readonly unit: string
  readonly where: string
}

/** Where the server says in which unit a node is (OPC UA Part 8, EngineeringUnits), the file has to say the same. */
async function assertUnit(session: ClientSession, nodeId: NodeId, { name, unit, where }: Named): Promise<void> {
  if (unit === '') return
  const shown = await unitAt(session, nodeId)
  const [theirs, ours] = [parseUnit(shown), parseUnit(unit)]
  if (theirs === undefined || ours === undefined) return
  const agree = theirs.factor === ours.factor && theirs.offset === ours.offset
  if (agree && theirs.exponents.every((exponent, i) => exponent === ours.exponents[i])) return
  throw new PlantError(`${name} is in ${shown} at the server and in ${unit} in the file`, 'Correct the unit', where)
}

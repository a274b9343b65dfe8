import { AttributeIds } from 'node-opcua'
import type { Line } from '../../../line/line.ts'
import type { Output } from '../../session/output.ts'
import type { PlantSide, PlantWrite, ReadBack, Sample, Snapshot } from '../../session/plant-side.ts'
import type { Connection } from '../connection.ts'
import { type Channel, openChannel } from './channel.ts'
import { type Freshness, followNode, unmapped } from './freshness.ts'
import { findNodes, findWrittenNodes, type ReadNode, type WrittenNodes } from './nodes.ts'
import { type Followed, pollAt, readAll, subscribeAt } from './values.ts'

export interface PlantOptions {
  /** What a policy writes; nothing may be written where it is left out. */
  readonly outputs?: readonly Output[]
  readonly password: () => Promise<string>
}

/** How long a scan takes on the clock, s. */
export const intervalOf = (line: Line, { speed }: Connection): number => line.scan / speed

/**
 * Connects to the plant's server as the connection file says, checks every node, and follows those that are read.
 * @throws {PlantError} for whatever is not as the connection file says.
 */
export async function connectPlant(
  line: Line,
  connection: Connection,
  { outputs, password }: PlantOptions,
): Promise<PlantSide> {
  await using cleanup = new AsyncDisposableStack()
  const channel = cleanup.use(await openChannel(connection, password))
  const read = await findNodes(line, connection, channel)
  const written = outputs && (await findWrittenNodes(connection, channel, outputs))
  const scan = intervalOf(line, connection) * 1000
  const silence = connection.stale * scan
  const follow = (list: readonly (ReadNode | undefined)[], limit: number) =>
    list.map((node) => node && { node, freshness: followNode(node, limit) })
  const followed = {
    signals: follow(read.signals, silence),
    // A set point, and a control at the end of its range, may stand still.
    setpoints: follow(read.setpoints, Infinity),
    controls: follow(read.controls, Infinity),
  }
  const present = Object.values(followed)
    .flat()
    .filter((each) => each !== undefined)
  const all: Followed = {
    nodes: present.map(({ node }) => node),
    values: present.map(({ freshness }) => freshness),
  }
  const heard = { at: await readAll(channel, all) }
  const refresh =
    connection.access === 'poll'
      ? pollAt(channel, all, heard, scan)
      : await subscribeAt(channel, all, heard, { scan, endpoint: connection.endpoint })
  const snapshot = (): Snapshot => {
    const now = performance.now()
    const isSilent = now - heard.at > silence
    const of = (list: readonly ({ freshness: Freshness } | undefined)[]) =>
      list.map((each) => {
        const sample = each?.freshness.sample(now) ?? unmapped
        return isSilent ? silenced(sample) : sample
      })
    return { signals: of(followed.signals), setpoints: of(followed.setpoints), controls: of(followed.controls) }
  }
  const open = cleanup.move()
  return {
    lost: channel.lost,
    async take() {
      await refresh()
      return snapshot()
    },
    readBack: () => readBack(channel, assertWritten(written)),
    write: (writes) =>
      write(
        channel,
        writes.map((each) => sent(assertWritten(written), outputs ?? [], each)),
      ),
    describe(each) {
      const { node, value } = sent(assertWritten(written), outputs ?? [], each)
      return { node: node.written, value, unit: node.scale.unit }
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

const silenced = (sample: Sample): Sample => ({ ...sample, quality: 'stale', said: 'the server is silent' })

function assertWritten(written: WrittenNodes | undefined): WrittenNodes {
  if (written === undefined) throw new Error('a plant that is read only was to be written')
  return written
}

async function readBack({ session }: Channel, { outputs, enable, heartbeat }: WrittenNodes): Promise<ReadBack> {
  const nodes = [...outputs, enable, heartbeat]
  const values = await session.read(
    nodes.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
    0,
  )
  const numbers = values.map(({ value }, index) => {
    return nodes[index]!.scale.toSI(Number(value.value ?? Number.NaN))
  })
  return {
    outputs: numbers.slice(0, outputs.length),
    enable: values[outputs.length]!.value.value === true,
    heartbeat: numbers.at(-1)!,
  }
}

/** A write as it goes over the wire. */
function sent({ outputs, enable, heartbeat }: WrittenNodes, named: readonly Output[], { to, value }: PlantWrite) {
  const index = named.findIndex(({ name }) => name === to)
  const node = to === 'enable' ? enable : to === 'heartbeat' ? heartbeat : outputs[index]
  if (node === undefined) throw new Error(`${to} is no output`)
  return { node, value: typeof value === 'boolean' ? value : node.scale.fromSI(value) }
}

async function write({ session }: Channel, writes: readonly ReturnType<typeof sent>[]): Promise<readonly string[]> {
  const statuses = await session.write(
    writes.map(({ node: { nodeId, type }, value }) => {
      return { nodeId, attributeId: AttributeIds.Value, value: { value: { dataType: type, value } } }
    }),
  )
  return statuses.map(({ name }) => name)
}

import { AttributeIds, DataChangeFilter, DataChangeTrigger, DeadbandType, TimestampsToReturn } from 'node-opcua'
import { PlantError } from '../../plant-error.ts'
import { inTime } from '../../session/in-time.ts'
import type { Channel } from './channel.ts'
import type { Freshness } from './freshness.ts'
import type { ReadNode } from './nodes.ts'

/** The nodes that are read, each with what came of it last. */
export interface Followed {
  readonly nodes: readonly ReadNode[]
  readonly values: readonly Freshness[]
}

interface Heard {
  /** When the server last said something, ms. */
  at: number
}

/** Share of a scan that is waited for news, so that two clocks that beat together do not see a scan twice. */
const grace = 0.25
/** Values that a subscription keeps where publishing is late. */
const queue = 10

/** Reads every node once and gives the time, ms. */
export async function readAll({ session }: Channel, { nodes, values }: Followed): Promise<number> {
  const wanted = nodes.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value }))
  const read = await session.read(wanted, 0)
  const now = performance.now()
  read.forEach((value, index) => {
    values[index]!.take(value, now)
  })
  return now
}

/** Asks for every value once a scan; a server that answers late does not hold the scan up. */
export function pollAt(channel: Channel, followed: Followed, heard: Heard, scan: number): () => Promise<void> {
  let asking: Promise<void> | undefined
  return async () => {
    asking ??= readAll(channel, followed)
      .then(
        (now) => {
          heard.at = now
        },
        // What it did not say goes stale.
        () => {},
      )
      .finally(() => {
        asking = undefined
      })
    await inTime(asking, scan / 2).catch(() => {})
  }
}

/** Has the server send what changes, sampled twice a scan so that no scan goes without. */
export async function subscribeAt(
  { session }: Channel,
  { nodes, values }: Followed,
  heard: Heard,
  { scan, endpoint }: { readonly scan: number; readonly endpoint: string },
): Promise<() => Promise<void>> {
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: scan / 2,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: 1,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 100,
  })
  if (subscription.publishingInterval > scan) {
    const problem = `The server sends values every ${subscription.publishingInterval} ms at most, and a scan has ${scan} ms`
    throw new PlantError(problem, 'Write `access: poll` in the connection file', endpoint)
  }
  const hear = () => {
    heard.at = performance.now()
  }
  subscription.on('keepalive', hear).on('raw_notification', hear)
  const filter = new DataChangeFilter({
    // A value that stands still is renewed by its time stamp.
    trigger: DataChangeTrigger.StatusValueTimestamp,
    deadbandType: DeadbandType.None,
  })
  const group = await subscription.monitorItems(
    nodes.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
    { samplingInterval: scan / 2, queueSize: queue, discardOldest: true, filter },
    TimestampsToReturn.Both,
  )
  let [isNew, tell] = [false, () => {}]
  group.on('changed', (_item, value, index) => {
    values[index]!.take(value, performance.now())
    isNew = true
    tell()
  })
  return async () => {
    const news = new Promise<void>((resolve) => {
      tell = resolve
    })
    if (!isNew) await inTime(news, scan * grace).catch(() => {})
    isNew = false
  }
}

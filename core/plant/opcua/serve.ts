import { setTimeout as pause } from 'node:timers/promises'
import type { Line } from '../../line/line.ts'
import type { Plant } from '../../line/plant.ts'
import { createGuard } from '../served/guard.ts'
import { createLivePlant, type LivePlant, type LiveScan } from '../served/live-plant.ts'
import type { Disguise } from './server/disguise.ts'
import { addPlantNodes, type PlantNodes } from './server/nodes.ts'
import { forgetOwnCertificate } from './server/pki.ts'
import { type PlantServer, type ServerAccess, startPlantServer } from './server/start.ts'
import { nothingWritten } from './server/written.ts'

export interface ServeOptions extends ServerAccess {
  readonly plant: Plant
  readonly seed: number
  /** How many times faster than real time scans follow each other, or `manual` where `scan` is called for each. */
  readonly speed: number | 'manual'
  /** Scans without a new heartbeat after which commands are dropped. */
  readonly watchdog?: number | undefined
  /** Is told of each scan, and whether what was asked from outside is in force or why not. */
  readonly onScan?: ((scan: LiveScan, status: string) => void) | undefined
}

/** A plant behind an OPC UA server, and what a test can do to both. */
export interface ServedPlant {
  readonly line: Line
  readonly endpoint: string
  /** SHA-1 of the server's certificate, in hexadecimal. */
  readonly thumbprint: string
  readonly happenings: LivePlant['happenings']
  /** When the plant's next scan begins, s. */
  readonly time: number
  /** Settles when the plant is closed; rejects where a scan fails. */
  readonly done: Promise<void>
  /** Runs and publishes one scan; for manual speed. */
  scan(): Promise<LiveScan>
  /** Publishes a signal as what it is not; as it is, without a disguise. */
  disguise(signal: string, as?: Disguise): void
  /** The plant goes on, but nothing new is published. */
  freeze(isFrozen: boolean): void
  /** Stops the server and starts it again at the same port; nothing is asked of the plant after that. */
  restart(): Promise<void>
  /** Restarts with a new key and certificate. */
  renewCertificate(): Promise<void>
  close(): Promise<void>
}

const usualWatchdog = 5

/** Serves a plant of a line, in the namespace `urn:dreamline:plant:<line>`. */
export async function servePlant(options: ServeOptions): Promise<ServedPlant> {
  const { plant, seed, speed, watchdog = usualWatchdog } = options
  const { line } = plant
  const live = await createLivePlant(plant, { seed })
  const guard = createGuard(line, watchdog)
  const written = nothingWritten(line)
  const disguises = new Map<string, Disguise>()
  const stopping = new AbortController()
  let isFrozen = false
  let server: PlantServer
  let nodes: PlantNodes | undefined

  const start = async (port: number | undefined) => {
    server = await startPlantServer(`urn:dreamline:plant:${line.name}`, { ...options, port })
    nodes = addPlantNodes(server.addressSpace, line, written, live.happenings)
  }
  const restart = async (between?: () => Promise<void>) => {
    nodes = undefined
    await server.stop()
    Object.assign(written, nothingWritten(line))
    await between?.()
    await start(server.port)
  }
  const scan = async () => {
    const { commands, status } = guard.check(written)
    const at = new Date()
    const seen = await live.scan(commands)
    if (!isFrozen) nodes?.publish(seen, status, at, disguises)
    options.onScan?.(seen, status)
    return seen
  }

  try {
    await start(options.port)
  } catch (error) {
    await live.release()
    throw error
  }
  const done = speed === 'manual' ? untilAborted(stopping.signal) : scanOn(scan, line.scan / speed, stopping.signal)
  done.catch(() => {})

  return {
    line,
    happenings: live.happenings,
    done,
    scan,
    get endpoint() {
      return server.endpoint
    },
    get thumbprint() {
      return server.thumbprint
    },
    get time() {
      return live.time
    },
    disguise(signal, as) {
      if (!line.signals.some(({ tag }) => tag === signal)) throw new RangeError(`${line.name} has no signal ${signal}`)
      if (as === undefined) disguises.delete(signal)
      else disguises.set(signal, as)
    },
    freeze(wanted) {
      isFrozen = wanted
    },
    restart: () => restart(),
    renewCertificate: () => restart(() => forgetOwnCertificate(options.pki)),
    async close() {
      stopping.abort()
      await done.catch(() => {})
      await server.stop()
      await live.release()
    },
  }
}

/** A scan each `period` seconds until it is aborted; where scans take longer, one after the other. */
async function scanOn(scan: () => Promise<unknown>, period: number, signal: AbortSignal): Promise<void> {
  for (let due = performance.now(); !signal.aborted; ) {
    await scan()
    due = Math.max(due + 1000 * period, performance.now())
    await pause(Math.max(due - performance.now(), 0), undefined, { signal }).catch(() => {})
  }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

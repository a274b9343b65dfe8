import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Line } from '../line/line.ts'
import type { Plant } from '../line/plant.ts'
import { type ServedPlant, servePlant as serve } from '../plant/opcua/serve.ts'
import { drawGap } from '../plant/served/draw-gap.ts'
import { gappedPlant } from '../plant/served/gapped-plant.ts'
import type { Fault } from '../scenario/scenario.ts'
import { readFault, type WrittenFault } from '../scenario/written.ts'
import type { ServePlantRequest } from './contract/serve-plant.ts'
import { type Engine, EngineError } from './contract.ts'
import { assertSeed } from './seed.ts'
import { assertControllable, loadSource, sentence } from './source.ts'

const usual = { seed: 1, gap: 1, speed: 1, port: 4840, user: 'engineer' }
const aYear = 31_536_000

/** Serves a plant of the line over OPC UA until the job is stopped or its time is over. */
export const servePlant: Engine['servePlant'] = async (request, job = {}) => {
  const source = loadSource(request.line)
  assertControllable(source)
  const { line } = source
  const { seed = usual.seed, speed = usual.speed, user = usual.user, port = usual.port } = request
  assertSeed(seed)
  const faults = (request.faults ?? []).map((text) => faultIn(line, text))
  const plant = await plantOf(line, source.plant, request.gap === undefined ? usual.gap : request.gap)
  const given = process.env.DREAMLINE_PLANT_PASSWORD || undefined
  const password = given ?? randomBytes(9).toString('base64url')
  const pki = request.pki ?? join('pki', `${line.name}-plant`)
  const seen = { scans: 0, inForce: 0, tripped: false, status: '' }

  const served = await started(port, () =>
    serve({
      ...accessIn(request),
      plant,
      seed,
      speed,
      port,
      pki,
      users: { [user]: password },
      onScan: ({ scan, tripped }, status) => {
        if (status !== seen.status) job.onStatus?.({ scan, status })
        const inForce = seen.inForce + (status === 'in force' ? 1 : 0)
        Object.assign(seen, { scans: scan + 1, inForce, tripped, status })
      },
    }),
  )
  try {
    served.happenings.play({ faults, changes: [] }, 0)
    const { endpoint, thumbprint } = served
    job.onServed?.({ line: line.name, endpoint, thumbprint, pki, user, ...(given === undefined && { password }) })
    await untilOver(served, request.duration, job.signal)
  } finally {
    await served.close()
  }
  const { scans, inForce, tripped } = seen
  return { line: line.name, endpoint: served.endpoint, scans, inForce, tripped }
}

const accessIn = ({ host, accept, anonymous, insecure, watchdog }: ServePlantRequest) => ({
  host,
  accept,
  anonymous,
  insecure,
  watchdog,
})

async function plantOf(line: Line, described: Plant, gap: number | null): Promise<Plant> {
  if (gap === null) return described
  assertSeed(gap)
  try {
    return gappedPlant(line, await drawGap(line, gap))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const remedy = 'Serve it as described, without a gap, or tune its loops first.'
    throw new EngineError([{ message: sentence(error.message), remedy }])
  }
}

/** A failure with its moment and, where it is given, its severity and how long it lasts. */
const form = /^(?<failure>.+?)(?: of (?<severity>.+?))?(?: at (?<onset>.+?))?(?: for (?<duration>.+))?$/

function faultIn(line: Line, text: string): Fault {
  const { failure = text, severity, onset = '0 s', duration } = form.exec(text.trim())?.groups ?? {}
  const written: WrittenFault = { failure, onset, ...(severity && { severity }), ...(duration && { duration }) }
  // A served plant outlives a day.
  const fault = readFault({ ...line, horizon: aYear as Line['horizon'] }, written)
  if ('remedy' in fault) throw new EngineError([{ message: sentence(fault.message), remedy: sentence(fault.remedy) }])
  return fault
}

async function started(port: number, start: () => Promise<ServedPlant>): Promise<ServedPlant> {
  try {
    return await start()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && !message.includes('EADDRINUSE')) throw error
    throw new EngineError([
      { message: `Port ${port} is taken.`, remedy: 'Take another one, or 0 for any that is free.' },
    ])
  }
}

async function untilOver(served: ServedPlant, duration: number | undefined, signal: AbortSignal | undefined) {
  const over = new AbortController()
  const stopped = AbortSignal.any([over.signal, ...(signal ? [signal] : [])])
  const time = pause(duration === undefined ? aYear : 1000 * duration, undefined, { signal: stopped }).catch(() => {})
  try {
    await Promise.race([served.done, time])
  } finally {
    over.abort()
  }
}

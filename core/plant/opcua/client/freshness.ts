import { DataType, type DataValue } from 'node-opcua'
import { notMapped, type Quality, type Sample } from '../../session/plant-side.ts'
import { qualityOf } from '../../session/quality.ts'
import type { ReadNode } from './nodes.ts'

/** The latest value of a node, and when it was renewed, by the clock of this computer alone: two clocks need not agree. */
export interface Freshness {
  /** Takes note of a value that came `now`, ms. */
  take(value: DataValue, now: number): void
  /** The value as it stands `now`, ms. */
  sample(now: number): Sample
}

const nothing: Sample = { value: Number.NaN, quality: 'bad', said: 'no value yet' }
export const unmapped: Sample = { value: Number.NaN, quality: 'bad', said: notMapped }

/**
 * Follows one node. A value is renewed when its source time stamp is later than all before, and stale `limit` ms after
 * that; `Infinity` for a node that may stand still for good reasons.
 */
export function followNode(node: ReadNode, limit: number): Freshness {
  let latest: DataValue | undefined
  let renewedAt = -Infinity
  let newest = -Infinity
  return {
    take(value, now) {
      const source = value.sourceTimestamp?.getTime() ?? value.serverTimestamp?.getTime() ?? -Infinity
      if (latest === undefined) {
        // How old it was already, by the clock of the server.
        renewedAt = now - Math.max((value.serverTimestamp?.getTime() ?? source) - source, 0)
      } else if (source > newest) renewedAt = now
      // A value that comes late does not take the place of a newer one.
      if (source >= newest) latest = value
      newest = Math.max(newest, source)
    },
    sample(now) {
      if (latest === undefined) return nothing
      const sample = sampleOf(node, latest)
      return sample.quality === 'good' && now - renewedAt > limit ? { ...sample, quality: 'stale' } : sample
    },
  }
}

/** The two highest bits of a status code (OPC UA Part 4, 7.39). */
const severities: readonly Quality[] = ['good', 'uncertain', 'bad', 'bad']

function sampleOf({ type, scale, low, high }: ReadNode, { value, statusCode }: DataValue): Sample {
  const said = statusCode.name
  const quality = severities[statusCode.value >>> 30]!
  const number = value.dataType === type ? Number(value.value) : Number.NaN
  const inSI = scale.toSI(number)
  if (quality !== 'good') return { value: inSI, quality, said }
  if (value.dataType !== type) {
    return { value: Number.NaN, quality: 'bad', said: `gives ${DataType[value.dataType]} for ${DataType[type]}` }
  }
  return { value: inSI, quality: qualityOf(inSI, { low, high }), said: '' }
}

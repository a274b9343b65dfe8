import type { Study } from '../study/study.ts'
import type { Trust, Trusted } from './contract/trust.ts'
import type { ReplayReport } from './contract.ts'

/** How far the dreams of a version of a line can be trusted, by the logs that were compared with it last. */
export function trustIn(study: Study, lineHash: string): Trusted {
  for (const { id, kind, state, lineHash: hash } of study.runs()) {
    if (kind !== 'replay' || state !== 'done' || hash !== lineHash) continue
    const report = study.report(id) as unknown as ReplayReport | undefined
    if (report !== undefined) return { trust: report.trust }
  }
  return {}
}

/** How far dreams can be trusted, in a sentence. */
export function trustSentence({ horizon, whole, logs, first }: Omit<Trust, 'sentence'>): string {
  const by = logs.join(', ')
  if (first !== undefined) {
    return `Trusted for ${time(horizon)} of ${time(whole)}, by ${by}; ${first} is the first to leave its tolerance.`
  }
  if (horizon >= whole) return `Trusted over its whole ${time(whole)}, by ${by}.`
  return `Trusted for ${time(horizon)} of ${time(whole)}, which is as far as ${by} can tell; no signal leaves its tolerance.`
}

const time = (seconds: number) => {
  const [value, unit] = seconds < 120 ? [seconds, 's'] : seconds < 7200 ? [seconds / 60, 'min'] : [seconds / 3600, 'h']
  return `${Number(value.toFixed(1))} ${unit}`
}

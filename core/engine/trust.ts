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
  const [name = '', ...others] = logs
  const by = others.length < 2 ? logs.join(' and ') : `${name} and ${others.length} more logs`
  if (first !== undefined) {
    return `The model is trusted for ${time(horizon)} of ${time(whole)}, by ${by}; ${first} is the first to leave its tolerance.`
  }
  if (horizon >= whole) return `The model is trusted over the whole ${time(whole)}, by ${by}.`
  return `The model is trusted for ${time(horizon)} of ${time(whole)}, which is as far as ${by} can tell.`
}

const time = (seconds: number) => {
  const [value, unit] = seconds < 120 ? [seconds, 's'] : seconds < 7200 ? [seconds / 60, 'min'] : [seconds / 3600, 'h']
  return `${Number(value.toFixed(1))} ${unit}`
}

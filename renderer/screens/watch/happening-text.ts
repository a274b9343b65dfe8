import type { TFunction } from 'i18next'
import type { FilmEvent } from '../../../core/engine/window/contract.ts'

/** What happens, in a few words: `T-101 leak (0.4 cm2)`. */
export function happeningText({ kind, name, value }: FilmEvent, t: TFunction<'watch'>): string {
  const text = t(`event.${kind}`, { name })
  return value === undefined || kind === 'trip' ? text : `${text} (${value})`
}

/** What a local time can be in UTC, ms: two moments in the hour that comes twice in autumn. */
export interface Moments {
  readonly earlier: number
  readonly later: number
  /** False in the hour that is left out in spring, whose times are read as if the clock had not been put forward. */
  readonly exists: boolean
}

const day = 86_400_000
/** Clocks change at whole quarters of an hour. */
const quarter = 900_000
const mostRemembered = 1000

/**
 * How the clocks of a time zone (IANA, such as `Europe/Berlin`) are read: takes a local time in ms as if it were UTC.
 * Undefined where there is no such zone.
 */
export function localClock(zone: string): ((local: number) => Moments) | undefined {
  const offset = offsetsOf(zone)
  if (offset === undefined) return undefined
  const remembered = new Map<number, { readonly first: number; readonly second: number; readonly exists: boolean }>()

  const around = (local: number) => {
    const [before, after] = [offset(local - day), offset(local + day)]
    const fits = (candidate: number) => offset(local - candidate) === candidate
    if (before === after) return { first: before, second: before, exists: true }
    if (fits(before) && fits(after))
      return { first: Math.max(before, after), second: Math.min(before, after), exists: true }
    if (fits(after)) return { first: after, second: after, exists: true }
    return { first: before, second: before, exists: fits(before) }
  }

  return (local) => {
    const key = Math.floor(local / quarter)
    let known = remembered.get(key)
    if (known === undefined) {
      known = around(key * quarter)
      if (remembered.size === mostRemembered) remembered.clear()
      remembered.set(key, known)
    }
    return { earlier: local - known.first, later: local - known.second, exists: known.exists }
  }
}

/** How far a zone's clocks are ahead of UTC at a moment, ms. */
function offsetsOf(zone: string): ((moment: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    return (moment) => {
      const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000
    }
  } catch {
    return undefined
  }
}

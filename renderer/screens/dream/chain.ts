/** One link of a cause chain: what happened, and when where that is known. */
export interface Step {
  /** Minutes and seconds. */
  readonly at?: string
  readonly kind: 'begins' | 'reads' | 'moves' | 'crossed' | 'trips' | 'other'
  readonly values: Readonly<Record<string, string>>
}

const forms: readonly (readonly [kind: Step['kind'], form: RegExp])[] = [
  ['begins', /^(?<what>.+) begins \((?<severity>.+)\)$/],
  ['reads', /^(?<what>.+) reads (?<value>.+) instead of (?<otherwise>.+)$/],
  ['moves', /^(?<what>.+?) (?<value>-?\d\S*(?: \S+)?) instead of (?<otherwise>.+)$/],
  ['crossed', /^limit (?<what>.+) is crossed$/],
  ['trips', /^the line trips$/],
]

/** What a link of the engine's cause chain says, so that it can be said in another language; `other` where it cannot be told. */
export function stepOf(link: string): Step {
  const [, at, said = link] = /^(\d+:\d\d) (.*)$/.exec(link) ?? []
  for (const [kind, form] of forms) {
    const found = form.exec(said)
    if (found) return { ...(at !== undefined && { at }), kind, values: { ...found.groups } }
  }
  return { ...(at !== undefined && { at }), kind: 'other', values: { what: said } }
}

/** How often something happens, in words that people think in; `count` is how many times a year, or once in how many years. */
export interface Occurrence {
  readonly key: 'often' | 'yearly' | 'rarely' | 'never'
  readonly count: number
}

/** Around one occurrence a year nobody counts. */
const [rare, frequent] = [0.75, 1.5]

export function occurrenceOf(perYear: number): Occurrence {
  if (perYear <= 0) return { key: 'never', count: 0 }
  if (perYear >= frequent) return { key: 'often', count: perYear }
  return perYear > rare ? { key: 'yearly', count: 1 } : { key: 'rarely', count: 1 / perYear }
}

/** Writes the number of an occurrence to two digits, and millions as words. */
export function countsFor(language: string): (count: number) => string {
  const digits = { maximumSignificantDigits: 2 }
  const plain = new Intl.NumberFormat(language, digits)
  const words = new Intl.NumberFormat(language, { ...digits, notation: 'compact', compactDisplay: 'long' })
  return (count) => (count >= 1e6 ? words : plain).format(count)
}

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

/** The number of an occurrence to two digits; millions as words. */
export const countText = (count: number, language: string): string =>
  new Intl.NumberFormat(language, {
    maximumSignificantDigits: 2,
    ...(count >= 1e6 && { notation: 'compact', compactDisplay: 'long' }),
  }).format(count)

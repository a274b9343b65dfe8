const formats = new Map<string, Intl.NumberFormat>()

/** A value that moves, as the language writes it: with as many decimals all the while, so that it does not jump. */
export function liveValue(value: number, language: string): string {
  const size = Math.abs(value)
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
  const key = `${language} ${digits}`
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(key, format)
  return format.format(value)
}

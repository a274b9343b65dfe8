import { type Scale, written } from './engineering.ts'
import { realLiteral } from './structured-text.ts'

/** A comment in ASCII: m³ becomes m3. Controllers read files in different encodings. */
export const comment = (text: string) => {
  const plain = text
    .normalize('NFKD')
    .replaceAll('°', 'deg ')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^ -~]/g, '?')
  return `(* ${plain.replaceAll('*)', '* )').replaceAll('(*', '( *')} *)`
}

/** A section of declarations; none where there is nothing to declare. */
export const section = (head: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`), 'END_VAR']

/** A value of the line file as a literal in the engineer's unit. */
export const literalIn = (scale: Scale, si: number) => realLiteral(written(scale, si))

export const rangeIn = (scale: Scale, { low, high }: { readonly low: number; readonly high: number }) =>
  `${written(scale, low)} to ${written(scale, high)} ${scale.unit}`.trim()

export const unitOf = ({ unit }: Scale) => (unit === '' ? 'no unit' : unit)

export const declareReal = (name: string, text: string, initial?: string) =>
  `${name} : REAL${initial === undefined ? '' : ` := ${initial}`}; ${comment(text)}`

/** The output STATUS, and what each of its values, or parts, says. */
export const declareStatus = (texts: readonly (readonly [code: number, text: string])[]): string =>
  `STATUS : INT; ${comment(texts.map(([code, text]) => `${code}: ${text}`).join('; '))}`

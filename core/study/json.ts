/** What JSON can hold. Undefined members are left out and non-finite numbers become null when it is written, unless by `writeJson`. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }

/** JSON that keeps every number: one that is not finite is written as an object such as `{"number": "Infinity"}`. */
export const writeJson = (value: JsonValue): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? { number: String(member) } : member,
  )

/** Throws SyntaxError when the text is not JSON. */
export function parseJson(text: string): JsonValue {
  const parsed: unknown = JSON.parse(text, (_, member: unknown) => (isNumber(member) ? Number(member.number) : member))
  return parsed as JsonValue
}

const isNumber = (value: unknown): value is { number: string } =>
  typeof value === 'object' &&
  value !== null &&
  'number' in value &&
  typeof value.number === 'string' &&
  ['NaN', 'Infinity', '-Infinity'].includes(value.number)

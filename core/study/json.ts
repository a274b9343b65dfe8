/** What JSON can hold. Undefined members are left out and non-finite numbers become null when it is written. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }

/** Throws SyntaxError when the text is not JSON. */
export function parseJson(text: string): JsonValue {
  const parsed: unknown = JSON.parse(text)
  return parsed as JsonValue
}

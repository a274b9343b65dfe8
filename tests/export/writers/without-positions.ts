import type { ProgramModel } from '../../../core/export/program-model.ts'

/** A program as plain data, without the places in the text, to be compared with another. */
export const withoutPositions = (program: ProgramModel): unknown => plain(program)

function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(plain)
  if (Array.isArray(value)) return value.map(plain)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === 'position' ? [] : [[key, plain(inner)]])),
  )
}

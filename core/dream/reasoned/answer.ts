import { z } from 'zod'
import type { JsonSchema } from '../../line/file/shape.ts'

/**
 * Its length is checked here and not in the schema, where a bound of some hundred characters makes the grammars of some
 * servers very slow.
 */
const textUpTo = (longest: number) =>
  z.string().refine((written) => written.length <= longest, `is longer than ${longest} characters`)

/** Text for people, on one line. */
export const prose = (longest: number, text: string) =>
  textUpTo(longest)
    .transform((written) => written.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim())
    .describe(text)

/** A word of the line. The schema offers those it has; one that it has not is refused later, with the nearest. */
export const word = (known: readonly string[], text: string) => z.string().meta({ enum: [...known], description: text })

/** What every answer begins with, so that it is written before what follows from it. */
export const reasoning = textUpTo(12_000)
  .transform((written) => written.replace(/[^\P{Cc}\n]|\p{Cf}/gu, ' ').trim())
  .describe('step by step: what happens on the line, through which component, by how much')

export const schemaOf = (shape: z.ZodType): JsonSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input' })
  return schema
}

/** What was answered, or the sentences that say why it cannot be read. */
export type Read<Written> = { readonly written: Written } | { readonly complaints: readonly string[] }

const mostComplaints = 10

/** Reads an answer that should be one JSON object; text around it, such as a model's thoughts, is left out. */
export function readAnswer<Written>(text: string, shape: z.ZodType<Written>): Read<Written> {
  const said = text.replace(/<think>.*?<\/think>/gs, '')
  let value: unknown
  try {
    value = JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1))
  } catch {
    return { complaints: ['The answer is not one JSON object.'] }
  }
  const { success, data, error } = shape.safeParse(value)
  if (success) return { written: data }
  const complaints = error.issues.map(({ path, message }) => `${path.join('.') || 'The answer'}: ${message}.`)
  return { complaints: complaints.slice(0, mostComplaints) }
}

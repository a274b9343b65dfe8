import { lineFile } from './file/sections.ts'
import type { JsonSchema } from './file/shape.ts'

/** The JSON Schema (2020-12) of the line file, made from the declarations that read it. */
export const lineSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Dreamline line file',
  description: 'A process line: its equipment, its control, and what can fail on it.',
  ...lineFile.schema,
}

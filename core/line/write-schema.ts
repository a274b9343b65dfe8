import { writeFileSync } from 'node:fs'
import { lineSchema } from './schema.ts'

const target = new URL('../../assets/schema/line.schema.json', import.meta.url)
writeFileSync(target, `${JSON.stringify(lineSchema, undefined, 2)}\n`)

import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Line } from '../../../core/line/line.ts'
import { readLine } from '../../../core/line/read.ts'

const folder = fileURLToPath(new URL('../../../assets/lines/', import.meta.url))

export const lineNames = globSync('*.line.yaml', { cwd: folder }).map((file) => file.replace('.line.yaml', ''))

export function bundledLine(name: string): Line {
  const file = `${folder}${name}.line.yaml`
  return readLine(readFileSync(file, 'utf8'), file)
}

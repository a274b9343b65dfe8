import { basename, dirname, join } from 'node:path'
import type { Line } from '../line/line.ts'
import type { Access, Connection } from '../plant/opcua/connection.ts'
import { readConnection } from '../plant/opcua/connection-file.ts'
import type { PlantAt, PlantJob } from './contract/plant.ts'
import { EngineError } from './contract.ts'
import { read, readText } from './source.ts'

/** Where the connection file of a line is, or is to be: `filler.plant.yaml` for `filler.line.yaml`. */
export const connectionFileOf = ({ line, connection }: PlantAt): string =>
  connection ?? join(dirname(line), `${basename(line).replace(/(\.line)?\.ya?ml$/, '')}.plant.yaml`)

/** Throws `EngineError` with all that is wrong with the connection file. */
export function loadConnection(at: PlantAt, line: Line): Connection {
  const file = connectionFileOf(at)
  return read(() => readConnection(readText(file, 'connection file'), file, line))
}

/** The user's password: the environment's, or else asked for once. */
export function passwordFor({ user }: Access, job: PlantJob): () => Promise<string> {
  let known: Promise<string> | undefined
  const name = typeof user === 'object' ? user.name : ''
  return () => {
    known ??= ask(name, job)
    return known
  }
}

async function ask(user: string, { password }: PlantJob): Promise<string> {
  const given = process.env.DREAMLINE_PLANT_PASSWORD
  if (given !== undefined) return given
  if (password !== undefined) return password(user)
  const message = `The password of ${user} is not known.`
  throw new EngineError([{ message, remedy: 'Set DREAMLINE_PLANT_PASSWORD.' }])
}

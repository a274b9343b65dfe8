import { writeFileSync } from 'node:fs'
import { openChannel } from '../plant/opcua/client/channel.ts'
import { mapNodes } from '../plant/opcua/client/map.ts'
import { openPki, pkiFolder } from '../plant/opcua/client/pki.ts'
import { writeConnection } from '../plant/opcua/write-connection.ts'
import { checkAudit } from '../plant/session/audit.ts'
import { type Engine, EngineError } from './contract.ts'
import { reported } from './failure.ts'
import { connectionFileOf, passwordFor } from './plant-file.ts'
import { loadSource } from './source.ts'

/** Writes a connection file from what the nodes of a server are called. */
export const mapPlant: Engine['mapPlant'] = (request, job = {}) =>
  reported(async () => {
    const { line } = loadSource(request.line)
    const { endpoint, user } = request
    const file = connectionFileOf(request)
    const access = {
      file,
      endpoint,
      mode: 'SignAndEncrypt',
      securityPolicy: 'Basic256Sha256',
      ...(user && { user: { name: user } }),
    } as const
    await using channel = await openChannel(access, passwordFor(access, job))
    const { nodes, missing } = await mapNodes(line, channel)
    writeNew(file, writeConnection({ line: line.name, endpoint, ...(user && { user }), nodes, missing }))
    const found = nodes.map(({ place, identifier, exact }) => ({ tag: place.join('.'), node: identifier, exact }))
    return { file, endpoint, found, missing }
  })

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch {
    const message = 'The connection file cannot be written, or is there already.'
    throw new EngineError([{ message, remedy: 'Name another by --connection, or move it away.', where: file }])
  }
}

/** Trusts a server's certificate that was refused before, or lists those that were seen. */
export const trustPlant: Engine['trustPlant'] = (request) =>
  reported(async () => {
    const folder = pkiFolder(connectionFileOf(request))
    await using pki = await openPki(folder)
    if (request.thumbprint !== undefined) await pki.trust(request.thumbprint)
    return { folder, certificates: pki.seen() }
  })

/** Checks an audit log line by line. */
export const auditPlant: Engine['auditPlant'] = async ({ file }) => {
  try {
    return { file, ...(await checkAudit(file)) }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const remedy = `Check its path: ${error.message}.`
    throw new EngineError([{ message: 'The audit log cannot be read.', remedy, where: file }])
  }
}

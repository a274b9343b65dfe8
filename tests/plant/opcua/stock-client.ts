import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AttributeIds,
  type ClientSession,
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
} from 'node-opcua'

/** A folder for the time of a test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'dreamline-opcua-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface Caller {
  readonly pki: string
  readonly user?: { readonly name: string; readonly password: string }
  readonly mode?: MessageSecurityMode
}

/** Does some work in a session of node-opcua's own client, however that ends. */
export async function withSession<Result>(
  endpoint: string,
  { pki, user, mode = MessageSecurityMode.SignAndEncrypt }: Caller,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const manager = new OPCUACertificateManager({ rootFolder: pki, automaticallyAcceptUnknownCertificate: true })
  const client = OPCUAClient.create({
    applicationUri: 'urn:dreamline:test-client',
    applicationName: 'test client',
    clientCertificateManager: manager,
    securityMode: mode,
    securityPolicy: mode === MessageSecurityMode.None ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
    connectionStrategy: { maxRetry: 0, initialDelay: 50, maxDelay: 100 },
    endpointMustExist: false,
  })
  try {
    await client.connect(endpoint)
    const identity = user
      ? { type: UserTokenType.UserName as const, userName: user.name, password: user.password }
      : { type: UserTokenType.Anonymous as const }
    const session = await client.createSession(identity)
    try {
      return await work(session)
    } finally {
      await session.close()
    }
  } finally {
    await client.disconnect()
    manager.dispose()
  }
}

export const read = (session: ClientSession, node: string) => session.read({ nodeId: `ns=1;s=${node}` })

export const write = (session: ClientSession, node: string, value: unknown, dataType = DataType.Double) =>
  session.write({ nodeId: `ns=1;s=${node}`, attributeId: AttributeIds.Value, value: { value: { dataType, value } } })

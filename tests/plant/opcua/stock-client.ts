import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
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
  type UserIdentityInfo,
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
  readonly userCertificate?: UserCertificate
  readonly mode?: MessageSecurityMode
}

interface UserCertificate {
  /** PEM */
  readonly file: string
  readonly certificate: Buffer
  readonly privateKey: string
}

/** A key and certificate of a person, in a folder of their own. */
export async function userCertificate(folder: string): Promise<UserCertificate> {
  const manager = new OPCUACertificateManager({ rootFolder: folder, disableFileWatchers: true })
  await manager.initialize()
  const file = join(folder, 'own', 'certs', 'user.pem')
  await manager.createSelfSignedCertificate({
    applicationUri: 'urn:dreamline:test-user',
    subject: '/CN=A test user',
    dns: [],
    startDate: new Date(),
    validity: 10,
    outputFile: file,
  })
  await manager.dispose()
  const privateKey = readFileSync(join(folder, 'own', 'private', 'private_key.pem'), 'utf8')
  return { file, certificate: new X509Certificate(readFileSync(file)).raw, privateKey }
}

/** Does some work in a session of node-opcua's own client, however that ends. */
export async function withSession<Result>(
  endpoint: string,
  { pki, user, userCertificate, mode = MessageSecurityMode.SignAndEncrypt }: Caller,
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
    const identity: UserIdentityInfo = userCertificate
      ? {
          type: UserTokenType.Certificate,
          certificateData: userCertificate.certificate,
          privateKey: userCertificate.privateKey,
        }
      : user
        ? { type: UserTokenType.UserName, userName: user.name, password: user.password }
        : { type: UserTokenType.Anonymous }
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
